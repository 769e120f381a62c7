# Two Elman networks, f from left to right and b from right to left (Schuster and Paliwal 1997); chapter, last note
# under "Red recurrente de Elman": the state x of a token is the mean, the sum or the concatenation of both.
# b[t] has read the tokens after t, so that the next symbol is no riddle for it; give it targets of another kind.

n_U = n_V
n_X = 4
n_Y = n_V
combine = "mean", "sum", "concat"
g_X = tanh
g_Y = softmax

F: n_X = W_f_u @ u[t] + W_f_f @ f[t-1] + W_f
f = g_X(F[t])
B: n_X = W_b_u @ u[t] + W_b_b @ b[t+1] + W_b
b = g_X(B[t])

if combine == "mean": x = (f[t] + b[t]) / 2
if combine == "sum": x = f[t] + b[t]
if combine == "concat": x = concat(f[t], b[t])

Y = W_y_x @ x[t] + W_y
y = g_Y(Y[t])
