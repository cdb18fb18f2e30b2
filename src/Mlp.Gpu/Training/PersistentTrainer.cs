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

    private readonly ModelSpec model;
    private readonly CompileSpec compile;
    private readonly KernelSet<T> kernels;
    private readonly DeviceArray<T> parameters;
    private readonly DeviceArray<T>? state;
    private readonly LossCode loss;
    private readonly bool fromLogits;
    private readonly int[] sizes;
    private readonly int groups;
    private DeviceArray<T>? rates;
    private PersistentScratch<T>? scratch;
    private int capacity;
    private bool takesBytes;
    private int told;

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
        groups = KeptLayout.Groups(Sources, kernels.Device.Limits.StayingGroups);
    }

    // Of the layer that is split by its rows: the second, or the only one.
    private int Sources => sizes[Math.Min(sizes.Length, 3) - 2];

    // As in kernels/train_steps.c.
    private int TailCells => sizes.Length > 3 ? (Units + 1) * (sizes[^1] + 1) : Units;

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

        // The numbers of a launch, whether it works or not, are used once: one a step, and one for the weights at its end.
        var before = told;
        told += end - first + 1;
        var optimizer = compile.Optimizer;
        var (clipping, limit) = DeviceUpdater<T>.ClippingOf(optimizer);
        var layers = model.Dense.Count;
        kernels.Steps.Launch(
            new()
            {
                Pass = pass,
                FirstStep = first,
                EndStep = end,
                Groups = groups,
                Told = before,
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
                IsLong = plan.Steps >= kernels.Device.Limits.StepsWorthCompiling,
            }
        );
    }

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

    private void Resize(ResidentPass<T> pass)
    {
        var batch = pass.Plan.BatchSize;
        var bytes = pass.Source.Bytes is not null;
        if (batch <= capacity && bytes == takesBytes)
        {
            return;
        }

        capacity = 0;
        scratch?.Dispose();
        scratch = null;
        scratch = new(
            kernels.Device,
            KeptLayout.Of(
                model.Dense.Count,
                sizes,
                pass.Plan.Rows.Y.RowLength,
                batch,
                groups,
                kernels.Device.Limits.StayingThreads,
                valueBytes: Marshal.SizeOf<T>(),
                bytes
            ),
            batch,
            groups,
            Units,
            TailCells
        );
        (capacity, takesBytes) = (batch, bytes);
    }
}
