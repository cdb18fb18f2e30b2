using System.Numerics;
using System.Runtime.InteropServices;
using Mlp.Native;
using Mlp.Optimizers;

namespace Mlp.Gpu;

/// <summary>
/// The persistent path: a run of steps in one launch, by groups that stay and tell each other what they need. Takes chains of one to three
/// dense layers whose hidden activations work value by value, under any optimizer that does not clip by a norm.
/// </summary>
internal sealed class PersistentTrainer<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int MostLayers = 3;
    private const int MostRowsAhead = 128;
    private const int MostInputsAhead = 65536;

    private readonly ModelSpec model;
    private readonly CompileSpec compile;
    private readonly KernelSet<T> kernels;
    private readonly DeviceArray<T> parameters;
    private readonly DeviceArray<T>? state;
    private readonly LossCode loss;
    private readonly bool fromLogits;
    private readonly int[] sizes;
    private DeviceArray<T>? rates;
    private PersistentScratch<T>? scratch;
    private int fitting;
    private bool takesBytes;
    private int told;
    private int tailTold;

    // The step that the last launch has made z ahead for, of which pass, and where: a launch leaves it in the other place, so that one
    // that fails can be run again.
    private (EpochPlan? Plan, int Step, int Place) ahead;

    /// <summary>A trainer of weights that lie on the device.</summary>
    public PersistentTrainer(
        ModelSpec model,
        CompileSpec compile,
        KernelSet<T> kernels,
        DeviceArray<T> parameters,
        DeviceArray<T>? state
    )
    {
        (this.model, this.compile, this.kernels) = (model, compile, kernels);
        (this.parameters, this.state) = (parameters, state);
        fromLogits = FromLogits.Fuses(model.Dense[^1].Activation, compile.Loss);
        loss = LossCode.Of(compile.Loss, model.Outputs, fromLogits);
        sizes = [model.Inputs, .. model.Dense.Select(dense => dense.Units)];
    }

    // Of the layer that is split by its rows: the second, or the only one.
    private int Sources => sizes[Math.Min(sizes.Length, 3) - 2];

    private int Units => sizes[Math.Min(sizes.Length, 3) - 1];

    /// <summary>Why the path does not take a model on a device; null when it does.</summary>
    public static string? Refusal(ModelSpec model, CompileSpec compile, DeviceLimits limits)
    {
        var clipping = DeviceUpdater<T>.ClippingOf(compile.Optimizer).Kind;
        return limits.StayingGroups == 0
                ? $"{limits.Name} is not known to run groups together; take the general path"
            : model.Dense.Count > MostLayers
                ? $"the model has {model.Dense.Count} dense layers; the persistent path takes at most {MostLayers}"
            : model.Dense.SkipLast(1).Any(dense => ActivationCode.Of(dense.Activation).AlongRows)
                ? "a hidden activation works along rows; the persistent path takes those that work value by value"
            : clipping is Clipping.Norm or Clipping.GlobalNorm
                ? "gradients are clipped by a norm; the persistent path clips by value only"
            : null;
    }

    /// <summary>Trains steps of a pass.</summary>
    public void Run(ResidentPass<T> pass, int first, int end)
    {
        var plan = pass.Plan;
        Resize(pass);
        if (first == 0)
        {
            BringRates(plan);
        }

        var optimizer = compile.Optimizer;
        var (clipping, limit) = DeviceUpdater<T>.ClippingOf(optimizer);
        var layers = model.Dense.Count;
        var looksAhead = scratch!.Ahead.Count > 0;
        var isContinued =
            looksAhead && first > 0 && ReferenceEquals(ahead.Plan, plan) && ahead.Step == first;
        Launch(
            new()
            {
                Pass = pass,
                FirstStep = first,
                EndStep = end,
                Told = told,
                TailTold = tailTold,
                Rates = rates!,
                Parameters = parameters,
                State = state,
                Layers = layers,
                Inputs = model.Inputs,
                HiddenUnits = layers > 1 ? sizes[1] : 0,
                Units = Units,
                Outputs = model.Outputs,
                Hidden = layers > 1 ? ActivationCode.Of(model.Dense[0].Activation) : default,
                Middle = layers > 2 ? ActivationCode.Of(model.Dense[1].Activation) : default,
                Last = ActivationCode.Of(model.Dense[^1].Activation),
                FromLogits = fromLogits,
                Loss = loss,
                Rule = UpdateCode.At(optimizer, 0, 0),
                Clipping = clipping,
                Limit = limit,
                Decays = optimizer.WeightDecay is not null,
                Scratch = scratch!,
                Before = looksAhead ? scratch.Ahead[ahead.Place] : null,
                After = looksAhead ? scratch.Ahead[1 - ahead.Place] : null,
                IsContinued = isContinued,
                IsLong = plan.Steps >= kernels.Device.Limits.StepsWorthCompiling,
            }
        );
        // A launch tells parts and rows once a step, and the tail once more.
        told += end - first;
        tailTold += end - first + 1;
        ahead = (plan, end, 1 - ahead.Place);
    }

    private void Launch(in PersistentCall<T> call)
    {
        try
        {
            kernels.Steps.Launch(call);
        }
        catch
        {
            Reset();
            throw;
        }
    }

    /// <summary>A launch has failed: what has been told of it, nobody knows.</summary>
    public void Reset()
    {
        scratch?.Dispose();
        scratch = null;
        (fitting, told, tailTold, ahead) = (0, 0, 0, default);
    }

    /// <summary>Weights have been given from outside: what was made of others ahead is of no use.</summary>
    public void Forget() => ahead = (null, 0, ahead.Place);

    public void Dispose()
    {
        rates?.Dispose();
        scratch?.Dispose();
    }

    // For each step the rate of the rule, and -lr*decay.
    private void BringRates(EpochPlan plan)
    {
        var values = new T[2 * plan.Steps];
        for (var step = 0; step < plan.Steps; step++)
        {
            var rate = plan.Rates[step];
            var rule = UpdateCode.At(compile.Optimizer, rate, plan.FirstStep + step);
            values[2 * step] = T.CreateTruncating(rule.Rate);
            values[(2 * step) + 1] = T.CreateTruncating(
                -rate * (compile.Optimizer.WeightDecay ?? 0)
            );
        }

        if (rates is null || rates.Length < values.Length)
        {
            rates?.Dispose();
            rates = null;
            rates = new(kernels.Device, values.Length);
        }

        rates.Write(values);
    }

    // As persistent/look_ahead.c has it: what it adds up of so many inputs fits 32 bits. To compare the rows of two batches takes their
    // product: of many it would take longer than it saves.
    private bool CanLookAhead(int batch) =>
        model.Dense.Count > 1
        && model.Inputs % KeptLayout.Block == 0
        && model.Inputs <= MostInputsAhead
        && batch <= MostRowsAhead
        && compile.Optimizer is Sgd { Momentum: 0, ClipValue: null };

    private bool IsNear(KeptLayout layout) =>
        kernels.Device.Limits.NearBytes is var near
        && (near == 0 || (long)layout.Length * Marshal.SizeOf<T>() <= near);

    private void Resize(ResidentPass<T> pass)
    {
        var batch = pass.Plan.BatchSize;
        var bytes = pass.Source.Bytes is not null;
        if (batch == fitting && bytes == takesBytes)
        {
            return;
        }

        Reset();
        var limits = kernels.Device.Limits;
        var shares = GroupShares.Of(Sources, batch, limits.StayingGroups);
        var looksAhead = bytes && CanLookAhead(batch);
        var layout = Layout(looksAhead ? KeptLayout.MostCopies : KeptLayout.LeastCopies);
        while (layout.Copies > KeptLayout.LeastCopies && !IsNear(layout))
        {
            // Copies take room: what lies near its threads is worth more.
            layout = Layout(layout.Copies - 1);
        }

        scratch = new(
            kernels.Device,
            layout,
            shares,
            batch,
            Units,
            model.Dense.Count == MostLayers ? model.Outputs : 0,
            layout.Copies > KeptLayout.LeastCopies ? sizes[1] : 0
        );
        (fitting, takesBytes) = (batch, bytes);

        KeptLayout Layout(int copies) =>
            KeptLayout.Of(
                model.Dense.Count,
                sizes,
                pass.Plan.Rows.Y.RowLength,
                batch,
                shares,
                limits.StayingThreads,
                valueBytes: Marshal.SizeOf<T>(),
                bytes,
                copies
            );
    }
}
