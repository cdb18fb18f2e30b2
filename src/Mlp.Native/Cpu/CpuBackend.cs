using System.Globalization;
using System.Runtime.InteropServices;

namespace Mlp.Native;

/// <summary>
/// The native backend on the CPU. Results are the same bits on every path (<c>cpu:avx512</c>, <c>cpu:avx2</c>, <c>cpu:v128</c>) and for
/// every number of threads: each sum runs over the same 64 bytes of lanes and one fixed tree, each product is a fused
/// multiply-add in a fixed order, and threads share out results, never sums.
/// </summary>
public sealed class CpuBackend : IBackend
{
    private const string SetVariable = "MLP_INSTRUCTION_SET";
    private const string ThreadsVariable = "MLP_THREADS";
    private const string ZerosVariable = "MLP_ZEROS";

    private readonly InstructionSet set;
    private readonly Team team;
    private readonly ZeroInputs zeros;

    /// <summary>A backend on this machine.</summary>
    /// <param name="name">
    /// <c>cpu</c> for the best path the machine has, or the one that the environment variable MLP_INSTRUCTION_SET names; or one of
    /// <c>cpu:avx512</c>, <c>cpu:avx2</c>, <c>cpu:v128</c>.
    /// </param>
    /// <param name="threads">
    /// Threads for networks large enough to share out; null takes MLP_THREADS, or one a processor. No more work than there
    /// are processors.
    /// </param>
    /// <param name="zeros">
    /// What training does with inputs that are 0; null takes MLP_ZEROS (<c>auto</c>, <c>dense</c> or <c>skip</c>), or Auto.
    /// </param>
    /// <exception cref="ArgumentException">The name is unknown, or there is less than one thread.</exception>
    /// <exception cref="NotSupportedException">The machine lacks the instruction set.</exception>
    public CpuBackend(string name = "cpu", int? threads = null, ZeroInputs? zeros = null)
        : this(name, threads, zeros, System.Environment.ProcessorCount) { }

    private CpuBackend(string name, int? threads, ZeroInputs? zeros, int mostWorkers)
    {
        ArgumentNullException.ThrowIfNull(name);
        set = Parse(name);
        Name = name;
        var asked = threads ?? DefaultThreads();
        if (asked < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(threads),
                $"{asked} threads were asked for; at least 1 is needed."
            );
        }

        this.zeros = zeros ?? DefaultZeros();
        team = Team.Of(Math.Min(asked, mostWorkers));
        Threads = team.Workers;
        Operations = CpuOperations.On(set);
        Environment = new Dictionary<string, string>
        {
            ["implementation"] = "Mlp.Native",
            ["version"] = typeof(CpuBackend).Assembly.GetName().Version!.ToString(3),
            ["device"] =
                $"cpu, {System.Environment.ProcessorCount} processors, {RuntimeInformation.ProcessArchitecture}",
            ["instruction_set"] = InstructionSets.Name(set),
            ["threads"] = Threads.ToString(CultureInfo.InvariantCulture),
            ["runtime"] = RuntimeInformation.FrameworkDescription,
        };
    }

    /// <summary>The names that run on this machine: <c>cpu</c>, then each path, best first.</summary>
    public static IReadOnlyList<string> Available { get; } =
    ["cpu", .. InstructionSets.Available.Select(set => "cpu:" + InstructionSets.Name(set))];

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Threads that a large network is shared out to: those asked for, and no more than there are processors.</summary>
    public int Threads { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <inheritdoc/>
    public IOperations Operations { get; }

    /// <inheritdoc/>
    public IModel Compile(ModelSpec model, CompileSpec compile, Weights weights)
    {
        Check.Compile(model, compile, weights);
        var given = weights.To(compile.Precision);
        IEngine engine = (compile.Precision, set) switch
        {
            (Precision.Float32, InstructionSet.Avx512) => new CpuEngine<float, Lanes512<float>>(
                model,
                compile,
                given,
                team,
                zeros
            ),
            (Precision.Float32, InstructionSet.Avx2) => new CpuEngine<float, Lanes256<float>>(
                model,
                compile,
                given,
                team,
                zeros
            ),
            (Precision.Float32, _) => new CpuEngine<float, Lanes128<float>>(
                model,
                compile,
                given,
                team,
                zeros
            ),
            (_, InstructionSet.Avx512) => new CpuEngine<double, Lanes512<double>>(
                model,
                compile,
                given,
                team,
                zeros
            ),
            (_, InstructionSet.Avx2) => new CpuEngine<double, Lanes256<double>>(
                model,
                compile,
                given,
                team,
                zeros
            ),
            _ => new CpuEngine<double, Lanes128<double>>(model, compile, given, team, zeros),
        };
        return new NativeModel(model, compile, engine);
    }

    /// <summary>
    /// A backend of that many threads, whatever the processors. More than those only wait for each other, and give the same bits; so tests
    /// want them, and nobody else.
    /// </summary>
    internal static CpuBackend OfThreads(int threads, string name = "cpu") =>
        new(name, threads, null, threads);

    private static InstructionSet Parse(string name)
    {
        if (name == "cpu")
        {
            var chosen = System.Environment.GetEnvironmentVariable(SetVariable);
            return string.IsNullOrEmpty(chosen)
                ? InstructionSets.Available[0]
                : InstructionSets.Find(chosen);
        }

        return name.StartsWith("cpu:", StringComparison.Ordinal)
            ? InstructionSets.Find(name[4..])
            : throw Names.Unknown("backend", name, ["cpu", "cpu:avx512", "cpu:avx2", "cpu:v128"]);
    }

    private static ZeroInputs DefaultZeros()
    {
        var chosen = System.Environment.GetEnvironmentVariable(ZerosVariable);
        return string.IsNullOrEmpty(chosen)
            ? ZeroInputs.Auto
            : Names.Find(
                $"value of the environment variable {ZerosVariable}",
                chosen,
                Enum.GetValues<ZeroInputs>()
                    .ToDictionary(value => value.ToString().ToLowerInvariant())
            );
    }

    private static int DefaultThreads()
    {
        var chosen = System.Environment.GetEnvironmentVariable(ThreadsVariable);
        return string.IsNullOrEmpty(chosen) ? System.Environment.ProcessorCount
            : int.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
            : throw new ArgumentException(
                $"The environment variable {ThreadsVariable} is '{chosen}'; it must be a whole number."
            );
    }
}
