namespace Mlp.Native;

internal sealed unsafe partial class TypedOperations<T, L>
{
    public Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias)
    {
        var dense = new SingleLayer(activation, x, kernel, bias);
        dense.Forward();
        return dense.Outputs();
    }

    public DenseGradients DenseBackward(
        Activation activation,
        Tensor x,
        Tensor kernel,
        Tensor bias,
        Tensor upstream
    )
    {
        var dense = new SingleLayer(activation, x, kernel, bias);
        dense.Forward();
        return dense.Backward(upstream);
    }

    // One layer by itself.
    private sealed class SingleLayer
    {
        private readonly PaddedRows<T> x;
        private readonly PaddedRows<T> kernel;
        private readonly PaddedRows<T> bias;
        private readonly Layer<T> layer;

        public SingleLayer(Activation activation, Tensor x, Tensor kernel, Tensor bias)
        {
            var (inputs, units) = (kernel.Shape[0], kernel.Shape[1]);
            this.x = new(ValuesOf(x), x.Rows, inputs);
            this.kernel = new(ValuesOf(kernel), inputs, units);
            this.bias = new(ValuesOf(bias), 1, units);
            layer = new(inputs, units, ActivationRows<T>.Create<L>(activation, units))
            {
                Kernel = this.kernel.Pointer,
                Bias = this.bias.Pointer,
            };
            layer.Resize(x.Rows);
        }

        public void Forward()
        {
            LayerLoop<T, L>.Forward(layer, x.Pointer, x.Stride, 0, x.Rows, 0, 1);
            if (layer.Activation.NeedsWholeRows)
            {
                layer.Activation.Forward(layer.Z, layer.Y, layer.Stride, x.Rows, layer.Sets);
            }

            GC.KeepAlive(this);
        }

        public Tensor<T> Outputs()
        {
            var outputs = new PaddedRows<T>(x.Rows, layer.Units);
            outputs.CopyFrom(layer.Y);
            GC.KeepAlive(this);
            return outputs.ToTensor(x.Rows, layer.Units);
        }

        public DenseGradients Backward(Tensor upstream)
        {
            var given = new PaddedRows<T>(ValuesOf(upstream), x.Rows, layer.Units);
            given.CopyTo(layer.Delta);
            layer.Activation.Backward(
                layer.Z,
                layer.Y,
                layer.Delta,
                layer.Stride,
                x.Rows,
                layer.Sets
            );
            layer.Transpose(0, 1);
            var inputGradient = new PaddedRows<T>(x.Rows, layer.Inputs);
            var kernelGradient = new PaddedRows<T>(layer.Inputs, layer.Units);
            var biasGradient = new PaddedRows<T>(1, layer.Units);
            LayerLoop<T, L>.Inputs(
                layer,
                x.Rows,
                inputGradient.Pointer,
                default(KeepTail<T, L>),
                0,
                1
            );
            LayerLoop<T, L>.Gradients(
                layer,
                x.Pointer,
                x.Stride,
                x.Rows,
                kernelGradient.Pointer,
                biasGradient.Pointer,
                default(KeepTail<T, L>),
                0,
                1
            );
            GC.KeepAlive(this);
            return new(
                inputGradient.ToTensor(x.Rows, layer.Inputs),
                kernelGradient.ToTensor(layer.Inputs, layer.Units),
                biasGradient.ToTensor(layer.Units)
            );
        }
    }
}
