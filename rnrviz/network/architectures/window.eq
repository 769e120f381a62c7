# A network without recurrence that sees a window of p tokens, u[t] to u[t-p+1]; chapter, introduction ("ventana
# temporal"). Each token of the window has a matrix of its own, which is one matrix for all of them one below the other.
# around: the p-1 tokens that follow belong to the window too.

n_U = n_V
p = 3
n_X = 8
n_Y = n_V
around = False
g_X = tanh
g_Y = softmax

X = W_x_u @ u[t] + W_x
for k in range(1, p): X += W_x_uk @ u[t-k]
if around:
    for k in range(1, p): X += W_x_vk @ u[t+k]
x = g_X(X[t])
Y = W_y_x @ x[t] + W_y
y = g_Y(Y[t])
