"""Makes the golden files beside it: what PyTorch computes, in double precision, for every operation, loss, optimizer and schedule.

Each file is in safetensors form, written by hand. Activations are stored channels last; parameters as PyTorch has them. The layers
are in the file's metadata as JSON, from which the tests build the same networks: `CASES` is the table of operations that all tests of
operations read (`TestSupport/SampleNetwork.swift`).
usage: python make_goldens.py [CASE...]   (needs PyTorch and numpy; made with PyTorch 2.15)
       With names only those are made, each as if it were the first; `recipes` is what stands below all others.
"""
import json, os, struct, sys
import numpy as np, torch, torch.nn.functional as F

HERE = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(20)
torch.set_num_threads(1)

def save(name, tensors, **metadata):
    header, data = {"__metadata__": {k: v if isinstance(v, str) else json.dumps(v) for k, v in metadata.items()}}, b""
    for key, tensor in tensors.items():
        raw = np.ascontiguousarray(torch.as_tensor(tensor).detach().numpy().astype("<f4"))
        header[key] = {"dtype": "F32", "shape": list(raw.shape), "data_offsets": [len(data), len(data) + raw.nbytes]}
        data += raw.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(HERE, name + ".safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)

def last(x): return x.permute(0, 2, 3, 1)

class Net:
    """Interprets the layer list; the twin of the test's `GoldenLayer`."""
    def __init__(self, shape, layers):
        self.layers, self.shapes, self.p, self.s = layers, [shape], {}, {}
        for layer in layers:
            h, w, c = self.shapes[layer["inputs"][0]]
            n, op = layer["name"], layer["op"]
            if op == "convolution":
                kh, kw = layer["kernel"]
                self.p[n + ".weight"] = torch.randn(layer["outputs"], c // layer["groups"], kh, kw) * 0.4
                if layer["bias"]: self.p[n + ".bias"] = torch.randn(layer["outputs"]) * 0.3
            if op == "dense":
                self.p[n + ".weight"] = torch.randn(layer["outputs"], c) * 0.3
                if layer["bias"]: self.p[n + ".bias"] = torch.randn(layer["outputs"]) * 0.3
            if op == "layer_norm":
                self.p[n + ".weight"], self.p[n + ".bias"] = torch.rand(c) + 0.5, torch.randn(c) * 0.3
            if op == "batch_norm":
                self.p[n + ".weight"], self.p[n + ".bias"] = torch.rand(c) + 0.5, torch.randn(c) * 0.3
                self.s[n + ".running_mean"], self.s[n + ".running_var"] = torch.randn(c) * 0.2, torch.rand(c) + 0.5
            out = self.apply(layer, [torch.zeros(2, s[2], s[0], s[1]).double() for s in (self.shapes[i] for i in layer["inputs"])],
                             {k: v.double() for k, v in self.p.items()}, {k: v.double().clone() for k, v in self.s.items()}, False)
            self.shapes.append((out.shape[2], out.shape[3], out.shape[1]))
        # Values that are exact in single precision, so that both sides start from the same.
        self.p = {k: v.float().double().requires_grad_() for k, v in self.p.items()}
        self.s = {k: v.float().double() for k, v in self.s.items()}

    @staticmethod
    def pad(x, l, value=0.0):
        t, le, b, r = l["padding"]
        return F.pad(x, (le, r, t, b), value=value)

    def apply(self, l, xs, p, s, training):
        x, n, op = xs[0], l["name"], l["op"]
        if op == "convolution":
            return F.conv2d(self.pad(x, l), p[n + ".weight"], p.get(n + ".bias"), l["stride"], 0, l["dilation"], l["groups"])
        if op == "dense": return F.linear(x.flatten(1), p[n + ".weight"], p.get(n + ".bias"))[:, :, None, None]
        if op == "batch_norm":
            return F.batch_norm(x, s[n + ".running_mean"], s[n + ".running_var"], p[n + ".weight"], p[n + ".bias"], training, 0.1, 1e-5)
        if op == "layer_norm":
            return F.layer_norm(last(x), x.shape[1:2], p[n + ".weight"], p[n + ".bias"], 1e-5).permute(0, 3, 1, 2)
        if op == "max_pool": return F.max_pool2d(self.pad(x, l, float("-inf")), l["kernel"], l["stride"])
        if op == "average_pool":
            t, le, b, r = l["padding"]; assert t == b and le == r
            return F.avg_pool2d(x, l["kernel"], l["stride"], (t, le), count_include_pad=l["counts_padding"])
        if op == "global_average_pool": return F.adaptive_avg_pool2d(x, 1)
        if op == "global_max_pool": return F.adaptive_max_pool2d(x, 1)
        if op == "add": return sum(xs[1:], xs[0])
        if op == "multiply": return xs[0] * xs[1]
        if op == "concatenate": return torch.cat(xs, 1)
        if op == "channel_shuffle": return F.channel_shuffle(x.contiguous(), l["groups"])
        if op == "flatten": return x.flatten(1)[:, :, None, None]
        if op == "zero": return x * 0
        if op == "softmax": return F.softmax(x, 1)
        return {"relu": F.relu, "relu6": F.relu6, "hard_swish": F.hardswish, "hard_sigmoid": F.hardsigmoid, "sigmoid": torch.sigmoid,
                "tanh": torch.tanh, "gelu": F.gelu}[op](x)

    def run(self, x, training):
        values = [x]
        for layer in self.layers: values.append(self.apply(layer, [values[i] for i in layer["inputs"]], self.p, self.s, training))
        return values[-1]

# An operation that `SampleNetwork.swift` has no words for says what Swift's coding makes of it: operation={"name": {}}.
def layer(op, *inputs, name=None, **rest): return dict(op=op, inputs=list(inputs), name=name or op, **rest)
def conv(*inputs, name="conv", outputs, kernel, stride=(1, 1), padding=(0, 0, 0, 0), dilation=(1, 1), groups=1, bias=True):
    return layer("convolution", *inputs, name=name, outputs=outputs, kernel=kernel, stride=stride, padding=padding, dilation=dilation,
                 groups=groups, bias=bias)
def pool(op, *inputs, kernel, stride, padding=(0, 0, 0, 0), **rest):
    return layer(op, *inputs, kernel=kernel, stride=stride, padding=padding, **rest)
def dense(*inputs, name="dense", outputs, bias=True): return layer("dense", *inputs, name=name, outputs=outputs, bias=bias)

CASES = {
    "conv_1x1": ((5, 4, 7), [conv(0, outputs=9, kernel=(1, 1))]),
    "conv_1x1_stride": ((5, 7, 6), [conv(0, outputs=5, kernel=(1, 1), stride=(2, 3), bias=False)]),
    "conv_3x3": ((7, 6, 5), [conv(0, outputs=6, kernel=(3, 3), padding=(1, 1, 1, 1))]),
    "conv_3x3_stride": ((9, 8, 4), [conv(0, outputs=7, kernel=(3, 3), stride=(2, 2), padding=(1, 1, 1, 1), bias=False)]),
    "conv_uneven": ((8, 5, 3), [conv(0, outputs=4, kernel=(5, 2), stride=(1, 2), padding=(2, 0, 1, 1), dilation=(1, 2))]),
    "conv_dilated": ((9, 9, 3), [conv(0, outputs=4, kernel=(3, 3), padding=(2, 2, 2, 2), dilation=(2, 2))]),
    "conv_groups": ((6, 5, 8), [conv(0, outputs=12, kernel=(3, 3), padding=(1, 1, 1, 1), groups=4)]),
    "conv_groups_1x1": ((4, 5, 6), [conv(0, outputs=4, kernel=(1, 1), groups=2)]),
    "conv_multiplier": ((5, 6, 3), [conv(0, outputs=6, kernel=(3, 3), padding=(1, 1, 1, 1), groups=3)]),
    "conv_1d": ((1, 20, 4), [conv(0, outputs=5, kernel=(1, 5), stride=(1, 2), padding=(0, 2, 0, 2))]),
    "conv_wide_padding": ((4, 4, 2), [conv(0, outputs=3, kernel=(2, 2), padding=(3, 2, 3, 2))]),
    "depthwise_3x3": ((7, 6, 43), [conv(0, outputs=43, kernel=(3, 3), padding=(1, 1, 1, 1), groups=43, bias=False)]),
    "depthwise_5x5_stride": ((9, 10, 11), [conv(0, outputs=11, kernel=(5, 5), stride=(2, 2), padding=(2, 2, 2, 2), groups=11)]),
    "depthwise_uneven": ((8, 9, 5), [conv(0, outputs=5, kernel=(2, 3), stride=(2, 1), padding=(0, 2, 1, 1), dilation=(1, 2), groups=5)]),
    "dense": ((1, 1, 13), [dense(0, outputs=7)]),
    "flatten_dense": ((3, 4, 5), [layer("flatten", 0), dense(1, outputs=6, bias=False)]),
    "batch_norm": ((5, 6, 11), [layer("batch_norm", 0)]),
    "batch_norm_relu": ((5, 6, 7), [layer("batch_norm", 0), layer("relu", 1)]),
    "batch_norm_relu6": ((4, 3, 300), [layer("batch_norm", 0), layer("relu6", 1)]),
    "batch_norm_vector": ((1, 1, 9), [layer("batch_norm", 0)]),
    **{op: ((4, 5, 6), [layer(op, 0)]) for op in ["relu", "relu6", "hard_swish", "hard_sigmoid", "sigmoid", "tanh", "gelu", "softmax"]},
    "layer_norm": ((4, 5, 11), [layer("layer_norm", 0, operation={"layerNorm": {}})]),
    "max_pool": ((8, 7, 5), [pool("max_pool", 0, kernel=(2, 2), stride=(2, 2))]),
    "max_pool_padded": ((7, 8, 3), [pool("max_pool", 0, kernel=(3, 3), stride=(2, 2), padding=(1, 1, 1, 1))]),
    "average_pool_counted": ((7, 6, 4), [pool("average_pool", 0, kernel=(3, 3), stride=(1, 1), padding=(1, 1, 1, 1), counts_padding=True)]),
    "average_pool": ((7, 6, 4), [pool("average_pool", 0, kernel=(3, 2), stride=(2, 1), padding=(1, 1, 1, 1), counts_padding=False)]),
    "global_average_pool": ((5, 6, 9), [layer("global_average_pool", 0)]),
    "global_max_pool": ((5, 6, 9), [layer("global_max_pool", 0)]),
    "add": ((4, 3, 5), [layer("tanh", 0), layer("sigmoid", 0), layer("add", 1, 0, 2, 1)]),
    "multiply": ((4, 3, 5), [layer("tanh", 0), layer("multiply", 0, 1)]),
    "squeeze_excite": ((5, 4, 8), [layer("global_average_pool", 0), dense(1, name="reduce", outputs=3), layer("relu", 2),
                                   conv(3, name="expand", outputs=8, kernel=(1, 1)), layer("hard_sigmoid", 4), layer("multiply", 0, 5)]),
    "concatenate": ((4, 3, 5), [conv(0, outputs=3, kernel=(1, 1)), layer("tanh", 0), layer("concatenate", 1, 0, 2)]),
    "channel_shuffle": ((3, 4, 12), [layer("channel_shuffle", 0, groups=3)]),
    "zero": ((4, 3, 5), [layer("zero", 0), conv(1, outputs=5, kernel=(1, 1)), layer("add", 2, 0)]),
    "residual": ((6, 6, 6), [
        conv(0, name="expand", outputs=12, kernel=(1, 1), bias=False), layer("batch_norm", 1, name="norm1"), layer("relu6", 2),
        conv(3, name="depth", outputs=12, kernel=(3, 3), padding=(1, 1, 1, 1), groups=12, bias=False),
        layer("batch_norm", 4, name="norm2"), layer("relu6", 5), conv(6, name="project", outputs=6, kernel=(1, 1), bias=False),
        layer("batch_norm", 7, name="norm3"), layer("add", 0, 8), layer("global_average_pool", 9), dense(10, outputs=4)]),
}

def distinct(*shape):
    """Evenly spaced values in random order: no ties for a maximum, and none at a kink."""
    count = int(np.prod(shape))
    return ((torch.randperm(count).double() + 0.37) / count * 8 - 4).reshape(shape).float().double()

wanted = sys.argv[1:]
for name, (shape, layers) in CASES.items():
    if wanted:
        if name not in wanted: continue
        torch.manual_seed(20)
    net = Net(shape, layers)
    h, w, c = shape
    x = distinct(3, c, h, w).requires_grad_()
    start = {k: v.clone() for k, v in net.s.items()}
    inference = net.run(x, False)
    y = net.run(x, True)
    slope = torch.randn_like(y).float().double()
    (y * slope).sum().backward()
    save(name, {
        "input": last(x), "inference": last(inference), "output": last(y), "output_gradient": last(slope), "input_gradient": last(x.grad),
        **{"parameter/" + k: v for k, v in net.p.items()}, **{"gradient/" + k: v.grad for k, v in net.p.items()},
        **{"parameter/" + k: v for k, v in start.items()}, **{"after/" + k: v for k, v in net.s.items()},
    }, kind="operation", layers=layers, shape=shape)

def recipes():
    """Optimizers, losses and averages that came later: seeded apart, so that nothing else changes."""
    def seeded(*arguments, **rest):
        torch.manual_seed(21)
        train(*arguments, **rest)
    seeded("adam", lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.85, 0.95), eps=1e-6, weight_decay=0.1), "adam",
           dict(beta1=0.85, beta2=0.95, epsilon=1e-6, weight_decay=0.1), 0.1, None)
    seeded("rmsprop", lambda p: torch.optim.RMSprop(p, lr=0.004, alpha=0.95, eps=1e-6, weight_decay=0.02), "rmsprop",
           dict(alpha=0.95, epsilon=1e-6, weight_decay=0.02), 0.0, None)
    seeded("rmsprop_momentum", lambda p: torch.optim.RMSprop(p, lr=0.002, alpha=0.9, eps=1e-5, momentum=0.8), "rmsprop",
           dict(alpha=0.9, epsilon=1e-5, momentum=0.8), 0.0, 0.7)
    def groups(p, decay):
        return [dict(params=[x for x in p if x.dim() > 1], weight_decay=decay), dict(params=[x for x in p if x.dim() < 2], weight_decay=0)]
    seeded("weights_only", lambda p: torch.optim.SGD(groups(p, 0.2), lr=0.05, momentum=0.9), "sgd",
           dict(momentum=0.9, weight_decay=0.2), 0.0, None, weights_only=1)
    seeded("weights_only_clipped", lambda p: torch.optim.AdamW(groups(p, 0.3), lr=0.01, betas=(0.85, 0.95), eps=1e-6), "adamw",
           dict(beta1=0.85, beta2=0.95, epsilon=1e-6, weight_decay=0.3), 0.0, 1.0, weights_only=1)
    sgd = lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9)
    seeded("class_weights", sgd, "sgd", dict(momentum=0.9), 0.1, None, weights=[0.5, 2.0, 0.0, 1.25, 3.0])
    seeded("mixup", sgd, "sgd", dict(momentum=0.9), 0.0, None, share=0.3)
    seeded("averaged", sgd, "sgd", dict(momentum=0.9), 0.0, None, average=0.3)

    torch.manual_seed(22)
    for name, smoothing, weights, share in [
        ("loss_weighted", 0.0, [0.25, 4.0, 1.0, 0.5, 2.0, 0.0, 1.5], 1.0), ("loss_weighted_smooth", 0.2, [0.25, 4.0, 1.0, 0.5, 2.0, 0.0, 1.5], 1.0),
        ("loss_mixed", 0.0, None, 0.7), ("loss_mixed_smooth", 0.15, None, 0.2),
    ]:
        logits = (torch.randn(9, 7) * 3).float().double().requires_grad_()
        labels, partners = torch.randint(0, 7, (9,)), torch.randint(0, 7, (9,))
        partners[0] = labels[0]
        weight = None if weights is None else torch.tensor(weights).double()
        loss = share * F.cross_entropy(logits, labels, weight, label_smoothing=smoothing)
        if share < 1: loss = loss + (1 - share) * F.cross_entropy(logits, partners, weight, label_smoothing=smoothing)
        loss.backward()
        save(name, {"logits": logits, "labels": labels.float(), "partners": partners.float(),
                    "weights": torch.ones(7) if weight is None else weight, "loss": loss.reshape(1), "gradient": logits.grad},
             kind="mixed_loss", smoothing=smoothing, share=share)

    save("schedules_linear", {
        "linear": rates(lambda o: S.LinearLR(o, start_factor=1, end_factor=0, total_iters=40)),
        "warmup_linear": rates(lambda o: S.SequentialLR(
            o, [S.LinearLR(o, start_factor=1 / 5, total_iters=4), S.LinearLR(o, start_factor=1, end_factor=0, total_iters=35)],
            milestones=[5])),
    }, kind="schedules")

    import torchvision.transforms.v2.functional as T
    torch.manual_seed(23)
    for name, channels in [("image_colour", 3), ("image_grey", 1)]:
        image = torch.randint(0, 256, (channels, 7, 6)).double()
        def changed(change): return last((change(image / 255) * 255)[None])[0]
        save(name, {
            "image": last(image[None])[0],
            **{f"rotation {d}": changed(lambda x: T.rotate(x, d, T.InterpolationMode.BILINEAR)) for d in (-90, -20, 7, 45, 180)},
            **{f"brightness {f}": changed(lambda x: T.adjust_brightness(x, f)) for f in (0, 0.6, 1.7)},
            **{f"contrast {f}": changed(lambda x: T.adjust_contrast(x, f)) for f in (0, 0.6, 1.7)},
            **({f"saturation {f}": changed(lambda x: T.adjust_saturation(x, f)) for f in (0, 0.6, 1.7)} if channels == 3 else {}),
        }, kind="image")

# Training: six steps of a small network, with each optimizer, label smoothing and clipping.
LAYERS = [conv(0, outputs=6, kernel=(3, 3), padding=(1, 1, 1, 1), bias=False), layer("batch_norm", 1), layer("relu", 2),
          pool("max_pool", 3, kernel=(2, 2), stride=(2, 2)), layer("flatten", 4), dense(5, outputs=5)]
RUNS = {
    "sgd": (lambda p: torch.optim.SGD(p, lr=0.1), "sgd", dict(), 0.0, None),
    "sgd_momentum": (lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01), "sgd",
                     dict(momentum=0.9, weight_decay=0.01), 0.1, None),
    "sgd_nesterov": (lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.8, nesterov=True, weight_decay=0.02), "sgd",
                     dict(momentum=0.8, nesterov=1, weight_decay=0.02), 0.0, 0.5),
    "adamw": (lambda p: torch.optim.AdamW(p, lr=0.01, betas=(0.85, 0.95), eps=1e-6, weight_decay=0.1), "adamw",
              dict(beta1=0.85, beta2=0.95, epsilon=1e-6, weight_decay=0.1), 0.2, 1.0),
}
def train(name, make, optimizer, settings, smoothing, clip, weights=None, weights_only=0, share=1.0, average=0.0):
    """share: of the first image in a pair of a batch's first and last, second and last but one, ..."""
    net, steps, batch = Net((6, 6, 3), LAYERS), 6, 8
    start = {k: v.detach().clone() for k, v in {**net.p, **net.s}.items()}
    averages = {k: v.clone() for k, v in start.items()}
    images = distinct(steps * batch, 3, 6, 6)
    labels = torch.randint(0, 5, (steps * batch,))
    weight = None if weights is None else torch.tensor(weights).double()
    opt = make(list(net.p.values()))
    losses, norms, rates = [], [], []
    for step in range(steps):
        part = slice(step * batch, (step + 1) * batch)
        opt.zero_grad()
        output = net.run(share * images[part] + (1 - share) * images[part].flip(0), True).flatten(1)
        loss = share * F.cross_entropy(output, labels[part], weight, label_smoothing=smoothing)
        if share < 1: loss = loss + (1 - share) * F.cross_entropy(output, labels[part].flip(0), weight, label_smoothing=smoothing)
        loss.backward()
        if clip: norms.append(float(torch.nn.utils.clip_grad_norm_(list(net.p.values()), clip)))
        opt.step()
        losses.append(float(loss.detach()))
        # As tf.train.ExponentialMovingAverage with num_updates.
        decay = min(average, (2 + step) / (11 + step))
        for k, v in {**net.p, **net.s}.items(): averages[k] = decay * averages[k] + (1 - decay) * v.detach()
    rates = [opt.param_groups[0]["lr"]]
    save("train_" + name, {
        "images": last(images), "labels": labels.float(), "losses": torch.tensor(losses), "norms": torch.tensor(norms),
        **{"parameter/" + k: v for k, v in start.items()}, **{"after/" + k: v for k, v in {**net.p, **net.s}.items()},
        **({"average/" + k: v for k, v in averages.items()} if average else {}),
        **({"class_weights": weight} if weights else {}),
    }, kind="training", layers=LAYERS, shape=(6, 6, 3), optimizer=optimizer, settings=settings, smoothing=smoothing, clip=clip or 0.0,
         rate=rates[0], batch=batch, **(dict(weights_only=weights_only, share=share, average=average) if name not in RUNS else {}))

S = torch.optim.lr_scheduler
def rates(make, steps=40):
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.2)
    schedule, out = make(opt), []
    for _ in range(steps):
        out.append(opt.param_groups[0]["lr"]); opt.step(); schedule.step()
    return torch.tensor(out, dtype=torch.float64)

if "recipes" in wanted: recipes()
if wanted: sys.exit()

for name, run in RUNS.items(): train(name, *run)

# Losses alone.
for name, smoothing, scale in [("loss", 0.0, 3.0), ("loss_smooth", 0.15, 3.0), ("loss_large", 0.1, 60.0)]:
    logits = (torch.randn(9, 7) * scale).float().double().requires_grad_()
    labels = torch.randint(0, 7, (9,))
    loss = F.cross_entropy(logits, labels, label_smoothing=smoothing)
    loss.backward()
    save(name, {"logits": logits, "labels": labels.float(), "loss": loss.reshape(1), "gradient": logits.grad}, kind="loss",
         smoothing=smoothing)

# Schedules: rates of 40 steps.
save("schedules", {
    "constant": rates(lambda o: S.ConstantLR(o, factor=1.0)),
    "cosine": rates(lambda o: S.CosineAnnealingLR(o, T_max=40)),
    "step": rates(lambda o: S.MultiStepLR(o, milestones=[20, 30], gamma=0.1)),
    "warmup_cosine": rates(lambda o: S.SequentialLR(
        o, [S.LinearLR(o, start_factor=1 / 5, total_iters=4), S.CosineAnnealingLR(o, T_max=35)], milestones=[5])),
}, kind="schedules")
recipes()
print(sum(os.path.getsize(os.path.join(HERE, f)) for f in os.listdir(HERE) if f.endswith(".safetensors")), "bytes")
