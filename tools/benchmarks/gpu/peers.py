"""What other libraries take for the work F on this machine's GPU: 784-300-100-10, relu, relu, softmax, sparse cross-entropy, SGD 0.01.

PyTorch eager, PyTorch with the whole step in a CUDA graph, and JAX, jit over a scan of the epoch, where each is installed. All
train on the same rows in the same order from the same weights, in true float32, and must end at the same loss. Rows stay
bytes on the device and are scaled there, by all alike.

    python3 peers.py [--batch 32] [--rows 55000] [--epochs 3] [--rounds 5] [--out peers.jsonl]
    python3 peers.py --write FOLDER     # the same rows as the files of Fashion-MNIST, for conform train, and nothing else

Prints one JSON object a peer: microseconds a step of each round, and the loss of the last epoch.
"""

import argparse
import gzip
import json
import os
import struct
import sys
import time

import numpy as np

SIZES = (784, 300, 100, 10)
RATE = 0.01


def work(rows, seed=1):
    """Random images of Fashion-MNIST's size, half of their pixels 0, and first weights as Glorot draws them."""
    random = np.random.default_rng(seed)
    images = random.integers(0, 256, (rows, SIZES[0]), dtype=np.uint8)
    images[random.random(images.shape) < 0.5] = 0
    labels = random.integers(0, SIZES[-1], rows)
    weights = []
    for inputs, units in zip(SIZES[:-1], SIZES[1:]):
        limit = np.sqrt(6 / (inputs + units))
        weights.append(random.uniform(-limit, limit, (inputs, units)).astype(np.float32))
        weights.append(np.zeros(units, np.float32))
    return images, labels, weights


def orders(rows, epochs, seed=2):
    """The order of the rows in each epoch."""
    random = np.random.default_rng(seed)
    return [random.permutation(rows) for _ in range(epochs)]


def write(folder, rows):
    """The rows as Fashion-MNIST's files: 5,000 others to validate with come first, 10,000 to test with apart."""
    os.makedirs(folder, exist_ok=True)
    images, labels, _ = work(rows)
    first, first_labels, _ = work(60_000 - rows, seed=3)
    test, test_labels, _ = work(10_000, seed=4)
    for name, x, y in (
        ("train", np.concatenate([first, images]), np.concatenate([first_labels, labels])),
        ("t10k", test, test_labels),
    ):
        with gzip.open(f"{folder}/{name}-images-idx3-ubyte.gz", "wb", compresslevel=1) as file:
            file.write(struct.pack(">iiii", 0x803, len(x), 28, 28) + x.tobytes())
        with gzip.open(f"{folder}/{name}-labels-idx1-ubyte.gz", "wb", compresslevel=1) as file:
            file.write(struct.pack(">ii", 0x801, len(y)) + y.astype(np.uint8).tobytes())


class Torch:
    """PyTorch; with a graph, the whole step is captured once and replayed."""

    def __init__(self, data, batch, graph):
        import torch

        self.torch, self.batch, self.has_graph = torch, batch, graph
        self.name = "pytorch cuda graph" if graph else "pytorch eager"
        self.version = torch.__version__
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.set_float32_matmul_precision("highest")
        device = torch.device("cuda")
        images, labels, weights = data
        self.images = torch.from_numpy(images).to(device)
        self.labels = torch.from_numpy(labels).to(device)
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(SIZES[0], SIZES[1]),
            torch.nn.ReLU(),
            torch.nn.Linear(SIZES[1], SIZES[2]),
            torch.nn.ReLU(),
            torch.nn.Linear(SIZES[2], SIZES[3]),
        ).to(device)
        self.first = [torch.from_numpy(w.T.copy() if w.ndim == 2 else w).to(device) for w in weights]
        self.optimizer = torch.optim.SGD(self.layers.parameters(), lr=RATE, fused=True)
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

    def fit(self, epochs):
        torch = self.torch
        self.reset()
        placed = [torch.from_numpy(order).cuda() for order in epochs]
        torch.cuda.synchronize()
        times = []
        for order in placed:
            self.total.zero_()
            torch.cuda.synchronize()
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
        images, labels, weights = data
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
            return [w - RATE * g for w, g in zip(weights, slopes)], loss

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
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rows", type=int, default=55_000)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out")
    parser.add_argument("--write")
    options = parser.parse_args()
    if options.write:
        write(options.write, options.rows)
        return

    data = work(options.rows)
    epochs = orders(options.rows, options.epochs)
    steps = -(-options.rows // options.batch)
    peers = []
    for make in (
        lambda: Torch(data, options.batch, graph=False),
        lambda: Torch(data, options.batch, graph=True),
        lambda: Jax(data, options.batch),
    ):
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
                    "rows": options.rows,
                    "epochs": options.epochs,
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
