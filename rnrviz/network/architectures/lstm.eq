# Long short-term memory: Hochreiter and Schmidhuber (1997); chapter, "Ecuaciones del modelo LSTM".
# n_M memory blocks of n_C cells. Forget gates: Gers, Schmidhuber and Cummins (2000); peepholes: Gers and
# Schmidhuber (2000), each gate at the cells of its own block; direct: the connection from input to output.

n_U = n_V
n_M = 2
n_C = 1
n_Y = n_V
forget = False
peephole = False
direct = True
g_C = logistic
g_Z = tanh
g_M = tanh
g_Y = softmax

Phi: n_M = W_phi_z @ z[t-1] + W_phi_u @ u[t] + W_phi
if peephole: Phi += W_phi_x * x[t-1]
phi = g_C(Phi[t])

if forget:
    Lambda: n_M = W_lambda_z @ z[t-1] + W_lambda_u @ u[t] + W_lambda
    if peephole: Lambda += W_lambda_x * x[t-1]
    lambda = g_C(Lambda[t])

Z: (n_M, n_C) = W_z_z @ z[t-1] + W_z_u @ u[t] + W_z
if forget:
    x = lambda[t] * x[t-1] + phi[t] * g_Z(Z[t])
else:
    x = x[t-1] + phi[t] * g_Z(Z[t])

Gamma: n_M = W_gamma_z @ z[t-1] + W_gamma_u @ u[t] + W_gamma
if peephole: Gamma += W_gamma_x * x[t]
gamma = g_C(Gamma[t])
z = gamma[t] * g_M(x[t])

Y = W_y_z @ z[t] + W_y
if direct: Y += W_y_u @ u[t]
y = g_Y(Y[t])
