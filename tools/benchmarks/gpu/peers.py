"""What other libraries take for the work F on this machine's GPU: 784-300-100-10, relu, relu, softmax, sparse cross-entropy, SGD.

PyTorch eager, PyTorch with the whole step in a CUDA graph, and JAX, jit over a scan of the epoch, where each is installed. All
train what the native library trains: the rows, first weights and orders of rows that it wrote. True float32; all must end at the same
loss. Rows stay bytes on the device and are scaled there, by all alike.

    conform bench --only gpu --peers FOLDER
    python3 peers.py --work FOLDER [--batch 32] [--rounds 5] [--out peers.jsonl]

Prints one JSON object a peer: microseconds a step of each round, and the loss of the last epoch. With --device cpu only PyTorch eager
trains, to see that the work is the same; its times say nothing.
"""

import argparse
import json
import os
import sys
import time

import numpy as np


def read(folder):
    """Images [rows, inputs] as bytes, labels, first weights, the order of the rows in each epoch, and the learning rate."""
    with open(os.path.join(folder, "work.json"), encoding="utf-8") as file:
        work = json.load(file)

    def values(name, kind, *shape):
        found = np.fromfile(os.path.join(folder, name), kind)
        if found.size != np.prod(shape):
            sys.exit(f"{folder}/{name} holds {found.size} values, and work.json tells of {np.prod(shape)}: write the folder again.")
        return found.reshape(shape)

    rows, shapes = work["rows"], work["shapes"]
    sizes = [int(np.prod(shape)) for shape in shapes]
    flat = np.split(values("weights.f32", "<f4", sum(sizes)), np.cumsum(sizes)[:-1])
    return (
        values("images.u8", "u1", rows, shapes[0][0]),
        values("labels.u8", "u1", rows).astype(np.int64),
        [part.reshape(shape) for part, shape in zip(flat, shapes)],
        list(values("orders.i32", "<i4", work["epochs"], rows).astype(np.int64)),
        work["rate"],
    )


class Torch:
    """PyTorch; with a graph, the whole step is captured once and replayed."""

    def __init__(self, data, batch, graph, device):
        import torch

        self.torch, self.batch, self.has_graph, self.on_gpu = torch, batch, graph, device == "cuda"
        self.name = "pytorch cuda graph" if graph else "pytorch eager"
        self.version = torch.__version__
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.set_float32_matmul_precision("highest")
        device = torch.device(device)
        images, labels, weights, rate = data
        sizes = [len(w) for w in weights[::2]] + [len(weights[-1])]
        self.images = torch.from_numpy(images).to(device)
        self.labels = torch.from_numpy(labels).to(device)
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(sizes[0], sizes[1]),
            torch.nn.ReLU(),
            torch.nn.Linear(sizes[1], sizes[2]),
            torch.nn.ReLU(),
            torch.nn.Linear(sizes[2], sizes[3]),
        ).to(device)
        self.first = [torch.from_numpy(w.T.copy() if w.ndim == 2 else w).to(device) for w in weights]
        fused = {"fused": True} if self.on_gpu else {}
        self.optimizer = torch.optim.SGD(self.layers.parameters(), lr=rate, **fused)
        self.loss = torch.nn.CrossEntropyLoss()
        self.total = torch.zeros((), dtype=torch.float64, device=device)
        self.rows = torch.zeros(batch, dtype=torch.int64, device=device)
        if graph:
            self.capture()

    def reset(self):
        with self.torch.no_grad():
            for parameter, first in zip(self.layers.parameters(), self.first):
                parameter.copy_(first)

    def step(self, rows):
        x = self.images[rows].to(self.torch.float32) / 255
        loss = self.loss(self.layers(x), self.labels[rows])
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        # The loss of the epoch is summed on the device, and read once.
        self.total += loss.detach() * len(rows)

    def capture(self):
        torch = self.torch
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.step(self.rows)
        torch.cuda.current_stream().wait_stream(side)
        self.graph = torch.cuda.CUDAGraph()
        self.optimizer.zero_grad(set_to_none=True)
        with torch.cuda.graph(self.graph):
            self.step(self.rows)

    def wait(self):
        if self.on_gpu:
            self.torch.cuda.synchronize()

    def fit(self, epochs):
        self.reset()
        placed = [self.torch.from_numpy(order).to(self.images.device) for order in epochs]
        times = []
        for order in placed:
            self.total.zero_()
            self.wait()
            begun = time.perf_counter()
            for start in range(0, len(order), self.batch):
                rows = order[start : start + self.batch]
                if self.has_graph and len(rows) == self.batch:
                    self.rows.copy_(rows)
                    self.graph.replay()
                else:
                    self.step(rows)
            loss = float(self.total) / len(order)
            times.append(time.perf_counter() - begun)
        return times, loss


class Jax:
    """JAX: one call an epoch, a scan over its whole batches, and a step for the rest."""

    def __init__(self, data, batch):
        import jax
        import jax.numpy as jnp

        self.jax, self.jnp, self.batch, self.name = jax, jnp, batch, "jax scan"
        self.version = jax.__version__
        if jax.default_backend() != "gpu":
            raise ImportError(f"JAX has no GPU here but {jax.default_backend()}")
        jax.config.update("jax_default_matmul_precision", "highest")
        images, labels, weights, rate = data
        self.images, self.labels = jnp.asarray(images), jnp.asarray(labels)
        self.first = [jnp.asarray(w) for w in weights]

        def loss_of(weights, rows):
            y = self.images[rows].astype(jnp.float32) / 255
            for i in range(0, len(weights), 2):
                y = y @ weights[i] + weights[i + 1]
                y = jax.nn.relu(y) if i + 2 < len(weights) else y
            own = jnp.take_along_axis(y, self.labels[rows][:, None], 1)[:, 0]
            return jnp.mean(jax.nn.logsumexp(y, 1) - own)

        def step(weights, rows):
            loss, slopes = jax.value_and_grad(loss_of)(weights, rows)
            return [w - rate * g for w, g in zip(weights, slopes)], loss

        def epoch(weights, order):
            whole = len(order) // batch * batch
            weights, losses = jax.lax.scan(step, weights, order[:whole].reshape(-1, batch))
            total = jnp.sum(losses) * batch
            if whole < len(order):
                weights, loss = step(weights, order[whole:])
                total += loss * (len(order) - whole)
            return weights, total / len(order)

        self.epoch = jax.jit(epoch)

    def fit(self, epochs):
        placed = [self.jnp.asarray(order) for order in epochs]
        self.jax.block_until_ready(placed)
        weights, times = self.first, []
        for order in placed:
            begun = time.perf_counter()
            weights, loss = self.jax.block_until_ready(self.epoch(weights, order))
            times.append(time.perf_counter() - begun)
        return times, float(loss)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--work", required=True)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    parser.add_argument("--out")
    options = parser.parse_args()

    images, labels, weights, epochs, rate = read(options.work)
    data = (images, labels, weights, rate)
    steps = -(-len(images) // options.batch)
    makers = [lambda: Torch(data, options.batch, graph=False, device=options.device)]
    if options.device == "cuda":
        makers.append(lambda: Torch(data, options.batch, graph=True, device=options.device))
        makers.append(lambda: Jax(data, options.batch))
    peers = []
    for make in makers:
        try:
            peers.append(make())
        except (ImportError, RuntimeError, AssertionError) as absent:
            print(f"absent: {absent}", file=sys.stderr)
    if not peers:
        sys.exit("No peer is here: install PyTorch with CUDA, or JAX with CUDA.")

    # Interleaved; the first round warms up, and is not counted.
    taken, losses = {peer.name: [] for peer in peers}, {}
    for round_ in range(options.rounds + 1):
        for peer in peers:
            times, losses[peer.name] = peer.fit(epochs)
            if round_ > 0:
                taken[peer.name].append(1e6 * sum(times) / (len(times) * steps))

    lines = []
    for peer in peers:
        values = sorted(taken[peer.name])
        lines.append(
            json.dumps(
                {
                    "peer": peer.name,
                    "version": peer.version,
                    "batch": options.batch,
                    "rows": len(images),
                    "epochs": len(epochs),
                    "us_a_step_median": float(np.median(values)),
                    "us_a_step": values,
                    "loss": losses[peer.name],
                }
            )
        )
    print("\n".join(lines))
    if options.out:
        with open(options.out, "a", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")

    # Equal work: float32 sums in other orders part losses of some hundred steps by far less.
    least, most = min(losses.values()), max(losses.values())
    if not most - least <= 1e-3 * max(1.0, most):
        sys.exit(f"The peers did not do the same work: their last losses are {losses}.")


if __name__ == "__main__":
    main()
