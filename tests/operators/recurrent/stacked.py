"""Deep RNN, LSTM and GRU in ONNX: one operator after another."""

from tests.operators.recurrent import gru, lstm, rnn


def stacked_rnn_forward(x, h0s, Wx, Wx_above, *weights):
    return _stack(rnn.rnn_forward, x, h0s, [Wx, *Wx_above], *weights)


def stacked_lstm_forward(x, h0s, Wx, Wx_above, *weights):
    return _stack(lstm.lstm_forward, x, h0s, [Wx, *Wx_above], *weights)


def stacked_gru_forward(x, h0s, Wx, Wx_above, *weights):
    return _stack(gru.gru_forward, x, h0s, [Wx, *Wx_above], *weights)


def _stack(forward, x, *layers):
    for layer in zip(*layers, strict=True):
        x = forward(x, *layer)
    return x
