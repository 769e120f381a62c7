# Elman's network with layers of state one above the other, each fed back to itself; chapter, first note under
# "Red recurrente de Elman". n_L layers of n_X units; feedback: the last layer also feeds the first (same note).

n_U = n_V
n_L = 2
n_X = 4
n_Y = n_V
feedback = False
g_X = tanh
g_Y = softmax

X1: n_X = W_x1_u @ u[t] + W_x1_x1 @ x1[t-1] + W_x1
if feedback:
    if n_L > 1: X1 += W_x1_xL @ xL[t-1]
x1 = g_X(X1[t])
for k, l in pairs(n_L):
    Xl: n_X = W_xl_xk @ xk[t] + W_xl_xl @ xl[t-1] + W_xl
    xl = g_X(Xl[t])

Y = W_y_xL @ xL[t] + W_y
y = g_Y(Y[t])
