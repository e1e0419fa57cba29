"""The problem of federated.lua in Flower's simulation, clients in numpy: as little beside Flower as can be.

usage: flower_logistic.py IMAGES LABELS CLIENTS PER_ROUND ROUNDS

IMAGES holds bytes of 28x28 pictures, 60 a client, then the held-out ones; LABELS a byte each. Prints one line of
JSON: {"flower": VERSION, "seconds": of the simulation, "accuracy": after the last round}.
"""
import json
import sys
import time

import flwr
import numpy

PIXELS, CLASSES, PER_CLIENT, BATCH, RATE = 784, 10, 60, 10, 0.02


def logits(parameters, x):
    weights, bias = parameters
    return x @ weights + bias


def step(parameters, x, y):
    weights, bias = parameters
    scores = logits(parameters, x)
    scores -= scores.max(axis=1, keepdims=True)
    slope = numpy.exp(scores)
    slope /= slope.sum(axis=1, keepdims=True)
    slope[numpy.arange(len(y)), y] -= 1
    slope *= RATE / len(y)
    weights -= x.T @ slope
    bias -= slope.sum(axis=0)


class Client(flwr.client.NumPyClient):
    def __init__(self, x, y, seed):
        self.x, self.y, self.seed = x, y, seed

    def fit(self, parameters, config):
        own = [numpy.array(p) for p in parameters]
        order = numpy.random.default_rng(self.seed).permutation(len(self.y))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            step(own, self.x[batch], self.y[batch])
        return own, len(self.y), {}


def main():
    images, labels, clients, per_round, rounds = sys.argv[1:3] + [int(word) for word in sys.argv[3:6]]
    x = numpy.fromfile(images, numpy.uint8).reshape(-1, PIXELS).astype(numpy.float32) * (4 / 255) - 2
    y = numpy.fromfile(labels, numpy.uint8).astype(numpy.int64)
    held_out = slice(clients * PER_CLIENT, None)

    def client_fn(context):
        number = int(context.node_config["partition-id"])
        own = slice(number * PER_CLIENT, (number + 1) * PER_CLIENT)
        return Client(x[own], y[own], number).to_client()

    accuracies = []

    def evaluate(server_round, parameters, config):
        right = logits(parameters, x[held_out]).argmax(axis=1) == y[held_out]
        accuracies.append(float(right.mean()))
        return 0.0, {"accuracy": accuracies[-1]}

    start = [numpy.zeros((PIXELS, CLASSES), numpy.float32), numpy.zeros(CLASSES, numpy.float32)]
    strategy = flwr.server.strategy.FedAvg(
        fraction_fit=per_round / clients, min_fit_clients=per_round, min_available_clients=clients,
        fraction_evaluate=0.0, evaluate_fn=evaluate,
        initial_parameters=flwr.common.ndarrays_to_parameters(start))

    def server_fn(context):
        return flwr.server.ServerAppComponents(strategy=strategy, config=flwr.server.ServerConfig(num_rounds=rounds))

    begin = time.monotonic()
    flwr.simulation.run_simulation(
        server_app=flwr.server.ServerApp(server_fn=server_fn), client_app=flwr.client.ClientApp(client_fn=client_fn),
        num_supernodes=clients, backend_config={"client_resources": {"num_cpus": 1, "num_gpus": 0.0}})
    seconds = time.monotonic() - begin
    print(json.dumps({"flower": flwr.__version__, "seconds": seconds, "accuracy": accuracies[-1]}))


main()
