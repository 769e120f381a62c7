# The simple recurrent network of Elman (1990); chapter, equations ec-rrs1y.
# n_V is the number of symbols; with embeddings n_U is their dimension.

n_U = n_V
n_X = 4
n_Y = n_V
g_X = tanh
g_Y = softmax

X = W_x_u @ u[t] + W_x_x @ x[t-1] + W_x
x = g_X(X[t])
Y = W_y_x @ x[t] + W_y
y = g_Y(Y[t])
