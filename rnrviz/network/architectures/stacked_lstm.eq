# Layers of memory blocks one above the other, as in lstm.eq; chapter, "Unidades LSTM": most LSTM networks have more
# than one layer of state. n_L layers of n_M blocks of n_C cells; a layer reads the cells below instead of u.

n_U = n_V
n_L = 2
n_M = 2
n_C = 1
n_Y = n_V
forget = True
peephole = False
direct = False
g_C = logistic
g_Z = tanh
g_M = tanh
g_Y = softmax

for l in range(1, n_L + 1):
    Phil: n_M = W_phil_zl @ zl[t-1] + W_phil
    if peephole: Phil += W_phil_xl * xl[t-1]
    if l == 1: Phil += W_phil_u @ u[t]
    phil = g_C(Phil[t])
    if forget:
        Lambdal: n_M = W_lambdal_zl @ zl[t-1] + W_lambdal
        if peephole: Lambdal += W_lambdal_xl * xl[t-1]
        if l == 1: Lambdal += W_lambdal_u @ u[t]
        lambdal = g_C(Lambdal[t])
    Zl: (n_M, n_C) = W_zl_zl @ zl[t-1] + W_zl
    if l == 1: Zl += W_zl_u @ u[t]
    if forget:
        xl = lambdal[t] * xl[t-1] + phil[t] * g_Z(Zl[t])
    else:
        xl = xl[t-1] + phil[t] * g_Z(Zl[t])
    Gammal: n_M = W_gammal_zl @ zl[t-1] + W_gammal
    if peephole: Gammal += W_gammal_xl * xl[t]
    if l == 1: Gammal += W_gammal_u @ u[t]
    gammal = g_C(Gammal[t])
    zl = gammal[t] * g_M(xl[t])

for k, l in pairs(n_L):
    Phil += W_phil_zk @ zk[t]
    if forget: Lambdal += W_lambdal_zk @ zk[t]
    Zl += W_zl_zk @ zk[t]
    Gammal += W_gammal_zk @ zk[t]

Y = W_y_zL @ zL[t] + W_y
if direct: Y += W_y_u @ u[t]
y = g_Y(Y[t])
