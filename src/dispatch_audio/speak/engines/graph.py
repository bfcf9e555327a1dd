"""Kokoro's graph, changed once: it tells how long each phoneme lasts, and its convolutions run as matrix products.

The int8 model has 87 integer convolutions, in which it spends two thirds of its time: onnxruntime (1.32) unfolds the input
of each and multiplies it as the *right* hand, packed anew each time, with unsigned weights, for which processors have no
fast instruction. With the weights as the constant, signed right hand the same sums take about half as long, and the scale and
the bias are applied on the way out. The integers are the same; only the bias is no longer rounded to an integer.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnx import GraphProto, NodeProto

_DURATIONS = "/encoder/Clip_output_0"
"""The tensor that holds how many frames each phoneme lasts, which the model keeps to itself."""
_SIGNED = 128
_TO_THE_END = 2**40


def changed(model: bytes) -> bytes:
    """The model with an output ``duration`` (int64, frames of each phoneme) and its convolutions as products."""
    import onnx

    loaded = onnx.load_from_string(model)
    _tell_durations(loaded.graph)
    _multiply(loaded.graph)
    return bytes(loaded.SerializeToString())


def _tell_durations(graph: "GraphProto") -> None:
    from onnx import TensorProto, helper

    graph.node.append(helper.make_node("Cast", [_DURATIONS], ["duration"], to=TensorProto.INT64))
    graph.output.append(helper.make_tensor_value_info("duration", TensorProto.INT64, None))


@dataclass(frozen=True, slots=True)
class _Convolution:
    """One quantised convolution: its nodes, and what goes into it and comes out."""

    node: "NodeProto"
    replaced: tuple[str, ...]
    """Outputs of the nodes that it ends with: the sums, with their bias, as floats."""
    scale: str
    """The input's scale."""
    weight_scale: str
    bias: str
    """Floats; empty when it has none."""
    output: str

    @property
    def attributes(self) -> dict[str, Any]:
        from onnx import helper

        return {attribute.name: helper.get_attribute_value(attribute) for attribute in self.node.attribute}


def _multiply(graph: "GraphProto") -> None:
    from onnx import numpy_helper

    arrays = {tensor.name: tensor for tensor in graph.initializer}
    constants: dict[str, NDArray[Any]] = {}
    replaced: set[str] = set()
    products: dict[str, list[NodeProto]] = {}
    for convolution in _convolutions(graph):
        weights, zero = (numpy_helper.to_array(arrays[name]) for name in convolution.node.input[1::2])
        products[convolution.output] = _product(convolution, weights, zero, constants)
        replaced.update(convolution.replaced)
    nodes = [
        new
        for node in graph.node
        if node.output[0] not in replaced
        for new in products.get(node.output[0], [node])
    ]
    graph.initializer.extend(numpy_helper.from_array(array, name) for name, array in constants.items())
    _keep(graph, nodes)


def _convolutions(graph: "GraphProto") -> Iterator[_Convolution]:
    """Those that step one by one over all channels, as all but three do, each with the nodes that follow it:
    ConvInteger, Add of a rounded bias, Cast, Mul by the scales."""
    users: dict[str, list[NodeProto]] = {}
    makers = {output: node for node in graph.node for output in node.output}
    for node in graph.node:
        for name in node.input:
            users.setdefault(name, []).append(node)
    for node in graph.node:
        if node.op_type != "ConvInteger":
            continue
        (after,) = users[node.output[0]]
        replaced, bias = [node.output[0]], ""
        if after.op_type == "Add":
            bias = _float_bias(next(name for name in after.input if name != node.output[0]), makers)
            replaced.append(after.output[0])
            (after,) = users[after.output[0]]
        (scaled,) = users[after.output[0]]
        scales = makers[next(name for name in scaled.input if name != after.output[0])]
        scale = makers[node.input[0]].output[1]
        weight_scale = next(name for name in scales.input if name != scale)
        found = _Convolution(node, (*replaced, after.output[0]), scale, weight_scale, bias, scaled.output[0])
        if found.attributes.get("strides", [1]) == [1] and found.attributes.get("group", 1) == 1:
            yield found


def _float_bias(rounded: str, makers: "dict[str, NodeProto]") -> str:
    """The bias as it was before it was divided by the scales and rounded."""
    node = makers[rounded]
    while node.op_type != "Div":
        node = makers[node.input[0]]
    return str(node.input[0])


def _product(
    convolution: _Convolution,
    weights: "NDArray[np.uint8]",
    zero: "NDArray[np.uint8]",
    constants: "dict[str, NDArray[Any]]",
) -> "list[NodeProto]":
    """Nodes for the same sums: of ``weights`` (outputs x inputs x taps) with shifted copies of the input beside one
    another (1 x time x taps * inputs)."""
    from onnx import TensorProto, helper

    outputs, _, taps = weights.shape
    name, attributes = convolution.node.name, convolution.attributes
    (dilation,), (left, right) = attributes.get("dilations", [1]), attributes.get("pads", [0, 0])
    data, _, data_zero, _ = convolution.node.input

    def constant(key: str, array: "NDArray[Any]") -> str:
        constants.setdefault(key, array)
        return key

    nodes = [helper.make_node("Transpose", [data], [f"{name}/turned"], perm=[0, 2, 1])]
    at = f"{name}/turned"
    if left or right:
        pads = constant(f"pads {left} {right}", np.array([0, left, 0, 0, right, 0], np.int64))
        nodes.append(helper.make_node("Pad", [at, pads, data_zero], [f"{name}/padded"]))
        at = f"{name}/padded"
    if taps > 1:
        axis = constant("time axis", np.array([1], np.int64))
        for tap in range(taps):
            start, rest = tap * dilation, (taps - 1 - tap) * dilation
            first = constant(f"from {start}", np.array([start], np.int64))
            last = constant(f"to -{rest}", np.array([-rest or _TO_THE_END], np.int64))
            nodes.append(helper.make_node("Slice", [at, first, last, axis], [f"{name}/tap {tap}"]))
        shifted = [f"{name}/tap {tap}" for tap in range(taps)]
        nodes.append(helper.make_node("Concat", shifted, [f"{name}/unfolded"], axis=2))
        at = f"{name}/unfolded"
    signed = (weights.astype(np.int16) - _SIGNED).astype(np.int8)
    matrix = constant(f"{name}/matrix", np.ascontiguousarray(signed.transpose(2, 1, 0).reshape(-1, outputs)))
    matrix_zero = constant(f"{name}/zero", np.array(int(zero) - _SIGNED, np.int8))
    nodes += [
        helper.make_node("MatMulInteger", [at, matrix, data_zero, matrix_zero], [f"{name}/sums"]),
        helper.make_node("Cast", [f"{name}/sums"], [f"{name}/floats"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [convolution.scale, convolution.weight_scale], [f"{name}/scale"]),
        helper.make_node("Mul", [f"{name}/floats", f"{name}/scale"], [f"{name}/scaled"]),
    ]
    at = f"{name}/scaled"
    if convolution.bias:
        nodes.append(helper.make_node("Add", [at, convolution.bias], [f"{name}/biased"]))
        at = f"{name}/biased"
    nodes.append(helper.make_node("Transpose", [at], [convolution.output], perm=[0, 2, 1]))
    return nodes


def _keep(graph: "GraphProto", nodes: "list[NodeProto]") -> None:
    """These nodes, each after what it takes in, without those that nothing needs any more."""
    makers = {output: index for index, node in enumerate(nodes) for output in node.output}
    ordered: list[NodeProto] = []
    seen: set[int] = set()
    waiting = [makers[output.name] for output in reversed(graph.output)]
    while waiting:
        index = waiting[-1]
        before = [makers[name] for name in nodes[index].input if name in makers]
        missing = [other for other in before if other not in seen]
        if index not in seen and not missing:
            seen.add(index)
            ordered.append(nodes[index])
        waiting += missing
        if not missing:
            waiting.pop()
    needed = {name for node in ordered for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in needed]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(ordered)
    graph.initializer.extend(kept)
