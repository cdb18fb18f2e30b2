using Mlp.Native;

namespace Mlp.Gpu;

internal sealed partial class GpuOperations<T>
{
    public Tensor DenseForward(Activation activation, Tensor x, Tensor kernel, Tensor bias)
    {
        using var dense = new SingleLayer(Kernels, activation, x, kernel, bias);
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
        using var dense = new SingleLayer(Kernels, activation, x, kernel, bias);
        return dense.Backward(upstream);
    }

    // One layer by itself, forward from the beginning.
    private sealed class SingleLayer : IDisposable
    {
        private readonly KernelSet<T> kernels;
        private readonly DeviceMatrix<T> x;
        private readonly DeviceArray<T> parameters;
        private readonly DeviceLayer<T> layer;
        private readonly int rows;

        public SingleLayer(
            KernelSet<T> kernels,
            Activation activation,
            Tensor x,
            Tensor kernel,
            Tensor bias
        )
        {
            this.kernels = kernels;
            rows = x.Rows;
            var (inputs, units) = (kernel.Shape[0], kernel.Shape[1]);
            this.x = DeviceMatrix<T>.WithOnes(kernels.Device, Values<T>.Of(x), inputs);
            parameters = DeviceArray<T>.Of(
                kernels.Device,
                [.. Values<T>.Of(kernel), .. Values<T>.Of(bias)]
            );
            layer = new(kernels.Device, inputs, units, 0, ActivationCode.Of(activation));
            layer.Resize(rows);
            kernels.Forward(this.x, parameters, layer, rows);
            if (layer.Activation.AlongRows)
            {
                kernels.Activate(layer.Activation, layer.Z, layer.Y, rows, units);
            }
        }

        public Tensor<T> Outputs()
        {
            var outputs = new T[rows * layer.Units];
            layer.Y.Read(rows, layer.Units, outputs);
            return new(outputs, rows, layer.Units);
        }

        public DenseGradients Backward(Tensor upstream)
        {
            var (inputs, units) = (layer.Inputs, layer.Units);
            layer.Delta.Write(Values<T>.Of(upstream));
            kernels.ActivateBackward(layer.Activation, layer.Z, layer.Y, layer.Delta, rows, units);
            using var inputGradient = new DeviceArray<T>(kernels.Device, (long)rows * inputs);
            using var gradient = new DeviceArray<T>(kernels.Device, parameters.Length);
            kernels.InputsGradient(layer, parameters, rows, null, inputGradient);
            WeightsGradient(gradient);
            return new(
                ToTensor(inputGradient, rows, inputs),
                new Tensor<T>(gradient.Read(inputs * units), inputs, units),
                new Tensor<T>(gradient.Read(units, (long)inputs * units), units)
            );
        }

        private void WeightsGradient(DeviceArray<T> gradient)
        {
            var (blocks, weights) = (GradientBlocks.Of(rows), (int)gradient.Length);
            if (blocks == 1)
            {
                kernels.WeightsGradient(x, layer, rows, gradient, weights, null);
                return;
            }

            using var sums = new DeviceArray<T>(kernels.Device, (long)blocks * weights);
            kernels.WeightsGradient(x, layer, rows, sums, weights, null);
            kernels.AddBlocks(sums, blocks, gradient, null);
        }

        public void Dispose()
        {
            x.Dispose();
            parameters.Dispose();
            layer.Dispose();
        }
    }
}
