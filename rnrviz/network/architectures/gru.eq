# The gated recurrent unit (Cho and others 2014); chapter, last note under "Unidades LSTM". rho is the reset gate,
# zeta the update gate, c the candidate for the new state. reset_after: rho acts after the product with the past, on R,
# instead of before it (the form of fast implementations); R has a bias of its own then.

n_U = n_V
n_X = 4
n_Y = n_V
reset_after = False
g_C = logistic
g_X = tanh
g_Y = softmax

Rho: n_X = W_rho_x @ x[t-1] + W_rho_u @ u[t] + W_rho
rho = g_C(Rho[t])
Zeta: n_X = W_zeta_x @ x[t-1] + W_zeta_u @ u[t] + W_zeta
zeta = g_C(Zeta[t])

if reset_after:
    R: n_X = W_r_x @ x[t-1] + W_r
    X = W_x_u @ u[t] + W_x + rho[t] * R[t]
else:
    X = W_x_x @ (rho[t] * x[t-1]) + W_x_u @ u[t] + W_x
c = g_X(X[t])
x = (1 - zeta[t]) * c[t] + zeta[t] * x[t-1]

Y = W_y_x @ x[t] + W_y
y = g_Y(Y[t])
