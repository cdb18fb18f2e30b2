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
        private readonly ParameterLayout<T> layout;
        private readonly AlignedArray<T> parameters;
        private readonly Layer<T> layer;

        public SingleLayer(Activation activation, Tensor x, Tensor kernel, Tensor bias)
        {
            var (inputs, units) = (kernel.Shape[0], kernel.Shape[1]);
            this.x = new(Values<T>.Of(x), x.Rows, inputs);
            layout = new([kernel.Shape, [units]]);
            parameters = new(layout.Length);
            layout.Write(
                new(kernel.To(Values<T>.Precision), bias.To(Values<T>.Precision)),
                parameters.Pointer
            );
            layer = new(inputs, units, ActivationRows<T>.Create<L>(activation, units))
            {
                Kernel = parameters.Pointer,
                Bias = parameters.Pointer + layout.Variables[1].Offset,
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
            var given = new PaddedRows<T>(Values<T>.Of(upstream), x.Rows, layer.Units);
            given.CopyTo(layer.Delta);
            layer.Activation.Backward(
                layer.Z,
                layer.Y,
                layer.Delta,
                layer.Stride,
                x.Rows,
                layer.Sets
            );
            var inputGradient = new PaddedRows<T>(x.Rows, layer.Inputs);
            var gradients = new AlignedArray<T>(layout.Length);
            if (InputGradients<T, L>.TurnsWeights(x.Rows))
            {
                layer.MakeTransposed();
            }

            new InputGradients<T, L>(layer.Units).Run(
                layer,
                0,
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
                gradients.Pointer,
                gradients.Pointer + layout.Variables[1].Offset,
                default(KeepTail<T, L>),
                0,
                1
            );
            var slopes = layout.Read(gradients.Pointer);
            GC.KeepAlive(gradients);
            GC.KeepAlive(this);
            return new(inputGradient.ToTensor(x.Rows, layer.Inputs), slopes[0], slopes[1]);
        }
    }
}
