using System.Numerics;
using Mlp.Native;

namespace Mlp.Gpu;

/// <summary>
/// The engine of a device: a short sequence of kernels a step, or all steps of a run in one launch. Rows, weights and optimizer state stay on the
/// device; a run of steps is queued whole, and the figures of its rows, weights and state are read back after it.
/// </summary>
internal sealed class GpuEngine<T> : IEngine
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Rows that pass through the layers together when nothing is trained.
    private const int BlockRows = 4096;

    // A training pass and the validation between its epochs.
    private const int MostPasses = 2;

    private readonly ModelSpec model;
    private readonly CompileSpec compile;
    private readonly KernelSet<T> kernels;
    private readonly DeviceLayer<T>[] layers;
    private readonly DeviceArray<T> parameters;
    private readonly DeviceArray<T>? gradients;
    private readonly DeviceUpdater<T>? updater;
    private readonly PersistentTrainer<T>? persistent;
    private readonly List<ResidentPass<T>> passes = [];
    private readonly ActivationCode last;
    private readonly LossCode loss;
    private readonly bool fromLogits;
    private readonly HeldValues<T> held;
    private readonly IDeviceSequence sequence;
    private DeviceMatrix<T>? x;
    private DeviceArray<T>? blockSums;
    private int capacity;

    /// <summary>An engine for a model, with those first weights in its precision.</summary>
    /// <param name="model">What the model is.</param>
    /// <param name="compile">How it is trained and watched.</param>
    /// <param name="weights">The first weights.</param>
    /// <param name="kernels">The kernels.</param>
    /// <param name="stays">Whether training takes the persistent path.</param>
    /// <exception cref="NotSupportedException">That path does not take the model.</exception>
    public GpuEngine(
        ModelSpec model,
        CompileSpec compile,
        Weights weights,
        KernelSet<T> kernels,
        bool stays
    )
    {
        if (
            stays
            && PersistentTrainer<T>.Refusal(model, compile, kernels.Device.Limits) is { } refusal
        )
        {
            throw new NotSupportedException($"{char.ToUpperInvariant(refusal[0])}{refusal[1..]}.");
        }

        (this.model, this.compile, this.kernels) = (model, compile, kernels);
        sequence = kernels.Device.Sequence();
        Activation activation =
            model.Dense.Count == 0 ? new Activation.Linear() : model.Dense[^1].Activation;
        last = ActivationCode.Of(activation);
        fromLogits = FromLogits.Fuses(activation, compile.Loss);
        loss = LossCode.Of(compile.Loss, model.Outputs, fromLogits);

        // Weights, and what an optimizer remembers of them, are one array each.
        var kept =
            model.ParameterCount * Math.Max(1, UpdateCode.At(compile.Optimizer, 0, 0).States);
        if (kept > Array.MaxLength)
        {
            throw new NotSupportedException(
                $"The model has {model.ParameterCount} weights, of which {compile.Optimizer.GetType().Name} keeps {kept} values; "
                    + $"the GPU backend takes at most {Array.MaxLength}. Take fewer units, or SGD without momentum."
            );
        }

        layers = new DeviceLayer<T>[model.Dense.Count];
        var (inputs, offset) = (model.Inputs, 0);
        for (var i = 0; i < layers.Length; i++)
        {
            var dense = model.Dense[i];
            layers[i] = new(
                kernels.Device,
                inputs,
                dense.Units,
                offset,
                ActivationCode.Of(dense.Activation)
            );
            offset += (inputs + 1) * dense.Units;
            inputs = dense.Units;
        }

        parameters = new(kernels.Device, offset);
        if (!Updater<T>.IsPlain(compile.Optimizer))
        {
            gradients = new(kernels.Device, offset);
            updater = new(kernels, compile.Optimizer, [.. weights.Select(w => w.Length)]);
        }

        // A model without layers has nothing to train.
        if (stays && layers.Length > 0)
        {
            persistent = new(model, compile, kernels, parameters, updater?.State);
        }

        held = new(kernels.Device, model, compile.Optimizer, parameters, updater?.State);
        held.Weights = weights;
    }

    // Of the last layer; a model without layers has its inputs as outputs.
    private DeviceMatrix<T> Z => layers.Length == 0 ? x! : layers[^1].Z;

    private DeviceMatrix<T> Y => layers.Length == 0 ? x! : layers[^1].Y;

    public void RunSteps(EpochPlan plan, int first, int end, Totals totals)
    {
        held.MustBeAlive();
        try
        {
            Train(plan, first, end, totals);
            held.Keep();
        }
        // A kernel that was never compiled, where NVRTC is missing, is not supported.
        catch (Exception reason) when (reason is DeviceException or NotSupportedException)
        {
            // What has begun is undone, and what it needed is freed, once nothing is copied from it any more: a smaller batch may do.
            held.Restore();
            foreach (var pass in passes)
            {
                pass.Dispose();
            }

            passes.Clear();
            blockSums?.Dispose();
            blockSums = null;
            persistent?.Reset();
            throw;
        }
    }

    public void Evaluate(EpochPlan plan, int first, int end, Totals totals)
    {
        held.MustBeAlive();
        Resize(Math.Min(BlockRows, plan.Rows.Count));
        var pass = PassOf(plan);
        if (first == 0 || !pass.Begun)
        {
            pass.Begin();
        }

        var (place, last) = (pass.Places(first).First, pass.Places(end - 1).End);
        for (; place < last; place += capacity)
        {
            var rows = Math.Min(capacity, last - place);
            kernels.Gather(pass.Source, place, rows, model.Inputs, x!);
            Forward(rows);
            Head(pass, place, rows, trains: false);
        }

        pass.Read(first, end);
        pass.AddTo(totals, first, end);
    }

    public Tensor Predict(Tensor inputs)
    {
        held.MustBeAlive();
        var rows = inputs.Rows;
        Resize(Math.Min(BlockRows, rows));
        var result = new T[checked(rows * model.Outputs)];
        for (var first = 0; first < rows; first += capacity)
        {
            var count = Math.Min(capacity, rows - first);
            Load(inputs, first, count);
            Forward(count);
            if (last.AlongRows)
            {
                kernels.Activate(last, Z, Y, count, model.Outputs);
            }

            Y.Read(count, model.Outputs, result.AsSpan(first * model.Outputs));
        }

        return new Tensor<T>(result, rows, model.Outputs);
    }

    public Weights GetWeights() => held.Weights;

    public void SetWeights(Weights weights)
    {
        persistent?.Forget();
        held.Weights = weights;
    }

    public IReadOnlyDictionary<string, Weights> GetSlots() => held.Slots;

    public void SetSlots(IReadOnlyDictionary<string, Weights> slots) => held.Slots = slots;

    public void Dispose()
    {
        sequence.Dispose();
        foreach (var layer in layers)
        {
            layer.Dispose();
        }

        foreach (var pass in passes)
        {
            pass.Dispose();
        }

        held.Dispose();
        parameters.Dispose();
        gradients?.Dispose();
        updater?.Dispose();
        persistent?.Dispose();
        blockSums?.Dispose();
        x?.Dispose();
    }

    private void Train(EpochPlan plan, int first, int end, Totals totals)
    {
        var pass = PassOf(plan);

        // A callback that evaluates between two steps may have cost the pass its place.
        if (first == 0 || !pass.Begun)
        {
            pass.Begin();
        }

        if (persistent is null)
        {
            Resize(plan.BatchSize);
            MakeRoomForBlocks(GradientBlocks.Of(plan.BatchSize));
            for (var step = first; step < end; step++)
            {
                sequence.Run(() => Train(pass, step));
            }
        }
        else
        {
            persistent.Run(pass, first, end);
        }

        // The host adds up figures while the weights come.
        pass.Read(first, end);
        held.Fetch();
        pass.AddTo(totals, first, end);
    }

    private void Train(ResidentPass<T> pass, int step)
    {
        var plan = pass.Plan;
        var (first, end) = pass.Places(step);
        var rows = end - first;
        kernels.Gather(pass.Source, first, rows, model.Inputs, x!);
        Forward(rows);
        Head(pass, first, rows, trains: layers.Length > 0);
        if (layers.Length > 0)
        {
            Backward(rows, plan.Rates[step]);
        }

        updater?.Update(parameters, gradients!, plan.Rates[step], plan.FirstStep + step);
    }

    // The last activation, where it works along rows, is left to the head.
    private void Forward(int rows)
    {
        for (var i = 0; i < layers.Length; i++)
        {
            var layer = layers[i];
            kernels.Forward(InputsOf(i), parameters, layer, rows);
            if (layer.Activation.AlongRows && i < layers.Length - 1)
            {
                kernels.Activate(layer.Activation, layer.Z, layer.Y, rows, layer.Units);
            }
        }
    }

    private void Head(ResidentPass<T> pass, int first, int rows, bool trains) =>
        kernels.Head(
            new()
            {
                Z = Z,
                Y = Y,
                Rows = rows,
                Outputs = model.Outputs,
                Activation = last,
                Loss = loss,
                FromLogits = fromLogits,
                Labels = pass.Labels,
                LabelWidth = pass.Plan.Rows.Y.RowLength,
                Order = pass.Source.Order,
                First = first,
                Scales = trains ? pass.Scales : null,
                Delta = trains ? layers[^1].Delta : null,
                Metrics = pass.Metrics,
                Figures = pass.Figures,
            }
        );

    // All layers pass their gradients on before any weights move.
    private void Backward(int rows, double rate)
    {
        for (var i = layers.Length - 1; i > 0; i--)
        {
            var before = layers[i - 1];
            kernels.InputsGradient(layers[i], parameters, rows, before, before.Delta);
            if (before.Activation.AlongRows)
            {
                kernels.ActivateBackward(
                    before.Activation,
                    before.Z,
                    before.Y,
                    before.Delta,
                    rows,
                    before.Units
                );
            }
        }

        var (target, moving) = (gradients ?? parameters, updater is null ? rate : (double?)null);
        var blocks = GradientBlocks.Of(rows);
        if (blocks == 1)
        {
            WeightsGradients(rows, target, moving);
        }
        else
        {
            WeightsGradients(rows, blockSums!, null);
            kernels.AddBlocks(blockSums!, blocks, target, moving);
        }
    }

    // Each reads what no other writes: a layer has inputs, a gradient in z and weights of its own.
    private void WeightsGradients(int rows, DeviceArray<T> target, double? rate) =>
        sequence.Abreast(() =>
        {
            for (var i = layers.Length - 1; i >= 0; i--)
            {
                kernels.WeightsGradient(
                    InputsOf(i),
                    layers[i],
                    rows,
                    target,
                    (int)parameters.Length,
                    rate
                );
            }
        });

    private DeviceMatrix<T> InputsOf(int layer) => layer == 0 ? x! : layers[layer - 1].Y;

    // Rows that are wanted once.
    private void Load(Tensor inputs, int first, int rows)
    {
        var (start, length) = (first * model.Inputs, rows * model.Inputs);
        using var values = inputs is Tensor<T> typed
            ? DeviceArray<T>.Of(kernels.Device, typed.Values.Slice(start, length))
            : null;
        using var bytes = inputs is Tensor<byte> raw
            ? DeviceArray<byte>.Of(kernels.Device, raw.Values.Slice(start, length))
            : null;
        kernels.Gather(new(values, bytes, null), 0, rows, model.Inputs, x!);
    }

    private ResidentPass<T> PassOf(EpochPlan plan)
    {
        var pass = passes.Find(resident => ReferenceEquals(resident.Plan, plan));
        if (pass is not null)
        {
            // The one used last is the last to go.
            passes.Remove(pass);
            passes.Add(pass);
            return pass;
        }

        // Before the new one, so that both need not fit.
        if (passes.Count == MostPasses)
        {
            passes[0].Dispose();
            passes.RemoveAt(0);
        }

        pass = new(kernels.Device, plan, compile.Loss);
        passes.Add(pass);
        return pass;
    }

    private void MakeRoomForBlocks(int blocks)
    {
        var values = blocks * parameters.Length;
        if (blocks > 1 && !(blockSums?.Length >= values))
        {
            blockSums?.Dispose();
            blockSums = null;
            blockSums = new(kernels.Device, values);
        }
    }

    private void Resize(int rows)
    {
        if (rows <= capacity)
        {
            return;
        }

        // What is left of a buffer that was refused must not be taken for one.
        capacity = 0;
        x?.Dispose();
        x = DeviceMatrix<T>.WithOnes(kernels.Device, rows, model.Inputs);
        foreach (var layer in layers)
        {
            layer.Resize(rows);
        }

        capacity = rows;
    }
}
