using System.Collections.Concurrent;
using System.Globalization;
using System.Numerics;

namespace Mlp.Gpu;

/// <summary>
/// The kernel of the persistent path, in one precision: one for all models, and one for each model that is trained long enough. The
/// latter is compiled beside the training, which goes on by the former until it is there: both give the same bits.
/// </summary>
internal sealed class StepsKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Far = "FAR";

    private readonly KernelSet<T> kernels;
    private readonly Func<IReadOnlyList<string>, IDeviceProgram> compile;
    private readonly MadeOnce<IDeviceKernel> near;
    private readonly MadeOnce<IDeviceKernel> far;
    private readonly ConcurrentDictionary<string, Lazy<Task<IDeviceKernel?>>> own = new();
    private int endsWithProcess;

    /// <summary>The kernel, compiled when first wanted.</summary>
    /// <param name="kernels">Those of the general path.</param>
    /// <param name="compile">Compiles the source with these defines beside its own.</param>
    public StepsKernel(KernelSet<T> kernels, Func<IReadOnlyList<string>, IDeviceProgram> compile)
    {
        (this.kernels, this.compile) = (kernels, compile);
        near = new(() => Compile());
        far = new(() => Compile(Far));
    }

    /// <summary>Steps of a chain of one to three layers, by groups that stay.</summary>
    public void Launch(in PersistentCall<T> call)
    {
        var arguments = Arguments(call);
        var isFar = call.Scratch.IsFar;
        var kernel = call.IsLong ? Own(isFar, Assignments(arguments)) : null;
        (kernel ?? (isFar ? far : near).Value).LaunchTogether(
            call.Scratch.Shares.All,
            kernels.Device.Limits.StayingThreads,
            call.Scratch.NearBytes,
            [.. arguments.Select(argument => argument.Value)]
        );
    }

    /// <summary>Waits for what is being compiled.</summary>
    public void Settle()
    {
        try
        {
            Task.WaitAll([.. own.Values.Select(kernel => kernel.Value)]);
        }
        catch (AggregateException)
        {
            // A kernel that cannot be made is not used.
        }
    }

    // Of one model; null until it is compiled, and where it cannot be.
    private IDeviceKernel? Own(bool isFar, string assignments)
    {
        var @fixed = $"FIXED={assignments}";
        string[] defines = isFar ? [Far, @fixed] : [@fixed];
        // A process must not end in the middle of a compiler's work.
        if (Interlocked.Exchange(ref endsWithProcess, 1) == 0)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Settle();
        }

        var task = own.GetOrAdd(
            string.Join(' ', defines),
            _ => new(() => Task.Run(() => TryCompile(defines)))
        ).Value;
        return task.IsCompletedSuccessfully ? task.Result : null;
    }

    private IDeviceKernel? TryCompile(string[] defines)
    {
        try
        {
            return Compile(defines);
        }
        catch (Exception reason) when (reason is DeviceException or NotSupportedException)
        {
            return null;
        }
    }

    private IDeviceKernel Compile(params string[] defines) =>
        compile(defines).Kernel("train_steps");

    private static string Assignments(IEnumerable<Argument> arguments) =>
        string.Concat(
            from argument in arguments
            where argument.Name is not null
            select string.Create(
                CultureInfo.InvariantCulture,
                $"{argument.Name}={(int)argument.Value.Bits};"
            )
        );

    private Argument[] Arguments(in PersistentCall<T> call)
    {
        var (pass, plan) = (call.Pass, call.Pass.Plan);
        var (first, middle, last) = (call.Hidden, call.Middle, call.Last);
        var (loss, rule) = (call.Loss, call.Rule);
        var scratch = call.Scratch;
        var places = scratch.Layout.Places;
        return
        [
            new("column_groups", scratch.Shares.Columns),
            new("row_groups", scratch.Shares.Rows),
            Varying(call.Told),
            Varying(call.TailTold),
            Varying(call.FirstStep),
            Varying(call.EndStep),
            Varying(plan.Rows.Count),
            new("batch", plan.BatchSize),
            Varying(pass.Source.Values?.Buffer ?? kernels.Nothing),
            Varying(pass.Source.Bytes?.Buffer ?? kernels.Nothing),
            new("is_raw", pass.Source.Bytes is not null),
            Varying(pass.Source.Order?.Buffer ?? kernels.Nothing),
            new("is_ordered", pass.Source.Order is not null),
            Varying(pass.Labels.Buffer),
            new("label_width", plan.Rows.Y.RowLength),
            Varying(pass.Scales.Buffer),
            Varying(call.Rates.Buffer),
            Varying(pass.Figures.Buffer),
            Varying(call.Parameters.Buffer),
            Varying(call.State?.Buffer ?? kernels.Nothing),
            new("parameter_count", (int)call.Parameters.Length),
            new("layers", call.Layers),
            new("inputs", call.Inputs),
            new("hidden", call.HiddenUnits),
            new("units", call.Units),
            new("outputs", call.Outputs),
            new("hidden_activation", (int)first.Kind),
            Varying(Real(first.Alpha)),
            Varying(Real(first.Scale)),
            new("middle_activation", (int)middle.Kind),
            Varying(Real(middle.Alpha)),
            Varying(Real(middle.Scale)),
            new("activation", (int)last.Kind),
            Varying(Real(last.Alpha)),
            Varying(Real(last.Scale)),
            new("from_logits", call.FromLogits),
            new("loss_kind", (int)loss.Kind),
            Varying(Real(1 - loss.Smoothing)),
            Varying(Real(loss.Smoothing / loss.Classes)),
            new("ignores", loss.Ignored is not null),
            Varying(Real(loss.Ignored ?? 0)),
            new("metrics", pass.Metrics.Count),
            Varying(pass.Metrics.Kinds?.Buffer ?? kernels.Nothing),
            Varying(pass.Metrics.Thresholds?.Buffer ?? kernels.Nothing),
            new("update_kind", (int)rule.Rule),
            new("variant", rule.Variant),
            new("clips", (int)call.Clipping),
            Varying(Real(call.Limit)),
            new("decays", call.Decays),
            Varying(Real(rule.A)),
            Varying(Real(rule.B)),
            Varying(Real(rule.C)),
            Varying(Real(rule.D)),
            Varying(call.Before?.Buffer ?? kernels.Nothing),
            Varying(call.After?.Buffer ?? kernels.Nothing),
            new("copies", call.Scratch.Layout.Copies),
            Varying(call.IsContinued),
            Varying(scratch.Parts.Buffer),
            Varying(scratch.Rows.Buffer),
            Varying(scratch.Tail.Buffer),
            Varying(scratch.Far?.Buffer ?? kernels.Nothing),
            new("kept_length", scratch.Layout.Length),
            .. Enum.GetValues<KeptPlace>()
                .Select(place => new Argument(Name(place), places[(int)place])),
        ];
    }

    // OwnWeights is own_weights_at.
    private static string Name(KeptPlace place) =>
        string.Concat(
            place.ToString().Select(c => char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{c}")
        )[1..] + "_at";

    private static Argument Varying(KernelArgument value) => new(null, value);

    private static KernelArgument Real(double value) => KernelArgument.Real<T>(value);

    /// <summary>One argument; with the name that it has in the source where it stays the same for all of a training.</summary>
    private readonly record struct Argument(string? Name, KernelArgument Value);
}
