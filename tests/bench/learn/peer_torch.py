#!/usr/bin/env python3
"""PyTorch's side of bench_learn: trains the same networks in eager mode on the CPU.

Protocol: a greeting in JSON, then for each line "NETWORK BATCH THREADS SECONDS" one answer in JSON.
A step is a batch gathered from a tensor of floats in a random order, forward, cross-entropy, backward, and
SGD with momentum; what Lastmile does beside it is the conversion of bytes.
"""
import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional

IMAGES = 640
RATE, MOMENTUM = 0.01, 0.9


class Block(nn.Module):
    def __init__(self, before, channels, stride):
        super().__init__()
        self.first = nn.Conv2d(before, channels, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(channels)
        self.second = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(channels)
        self.shortcut = nn.Identity()
        if stride != 1:
            self.shortcut = nn.Sequential(nn.Conv2d(before, channels, 1, stride, bias=False),
                                          nn.BatchNorm2d(channels))

    def forward(self, x):
        y = functional.relu(self.first_norm(self.first(x)))
        return functional.relu(self.second_norm(self.second(y)) + self.shortcut(x))


def resnet8():
    return nn.Sequential(nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(),
                         Block(16, 16, 1), Block(16, 32, 2), Block(32, 64, 2),
                         nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def lenet5():
    return nn.Sequential(nn.Conv2d(1, 6, 5, 1, 2), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                         nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


NETWORKS = {
    "logistic": ((1, 28, 28), lambda: nn.Sequential(nn.Flatten(), nn.Linear(784, 10))),
    "mlp": ((1, 28, 28), lambda: nn.Sequential(nn.Flatten(), nn.Linear(784, 200), nn.ReLU(),
                                               nn.Linear(200, 10))),
    "lenet5": ((1, 28, 28), lenet5),
    "resnet8": ((3, 32, 32), resnet8),
}


class Training:
    def __init__(self, name):
        torch.manual_seed(1)
        shape, build = NETWORKS[name]
        self.net = build()
        self.net.train()
        self.images = torch.randn(IMAGES, *shape)
        self.labels = torch.randint(0, 10, (IMAGES,))
        self.sgd = torch.optim.SGD(self.net.parameters(), lr=RATE, momentum=MOMENTUM)

    def parameters(self):
        return sum(p.numel() for p in self.net.parameters())

    def epoch(self, batch):
        order = torch.randperm(IMAGES)
        for first in range(0, IMAGES, batch):
            chosen = order[first:first + batch]
            self.sgd.zero_grad()
            loss = functional.cross_entropy(self.net(self.images[chosen]), self.labels[chosen])
            loss.backward()
            self.sgd.step()


def measure(training, batch, seconds):
    training.epoch(batch)
    epochs, start = 0, time.perf_counter()
    while epochs == 0 or time.perf_counter() - start < seconds:
        training.epoch(batch)
        epochs += 1
    return epochs * IMAGES / (time.perf_counter() - start)


def main():
    cpu = torch.backends.cpu.get_cpu_capability() if hasattr(torch.backends, "cpu") else "unknown"
    print(json.dumps({"protocol": 1, "version": torch.__version__, "capability": cpu,
                      "mkldnn": torch.backends.mkldnn.is_available()}), flush=True)
    trainings = {}
    for line in sys.stdin:
        name, batch, threads, seconds = line.split()
        torch.set_num_threads(int(threads))
        training = trainings.setdefault(name, Training(name))
        rate = measure(training, int(batch), float(seconds))
        print(json.dumps({"rate": rate, "parameters": training.parameters(),
                          "threads": torch.get_num_threads()}), flush=True)


if __name__ == "__main__":
    main()
