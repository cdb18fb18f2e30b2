using System.Reflection;
using Mlp.Losses;
using Mlp.Optimizers;

namespace Mlp.TorchSharp.Tests;

/// <summary>No number reaches torch in a Scalar that a garbage collection may free while torch reads it.</summary>
public sealed class ScalarLifetimeTests
{
    // For each member of TorchSharp that makes a Scalar, itself or somewhere below, the shortest way there. TorchSharp never
    // disposes of a Scalar and never keeps one alive over a call.
    private static readonly Dictionary<(Module, int), string> Ways = FindWays();

    [Test]
    public void Only_Arithmetic_makes_scalars_and_nothing_calls_a_member_that_makes_them_itself()
    {
        var found =
            from method in MethodCalls.Methods(typeof(TorchBackend).Assembly)
            from callee in MethodCalls.Of(method)
            where !(MakesScalar(callee) && method.DeclaringType!.Name == "Arithmetic")
            let way = Way(callee)
            where way is not null
            select $"{Name(method)}: {way}";
        Assert.That(found.Distinct(), Is.Empty, "each holds a Scalar that nothing keeps alive");
    }

    [TestCase("op_Addition", typeof(torch.Tensor), typeof(torch.Tensor))]
    [TestCase("op_Multiply", typeof(torch.Tensor), typeof(double))]
    [TestCase("add_", typeof(torch.Tensor))]
    [TestCase("square")]
    public void These_members_make_scalars_themselves(string member, params Type[] parameters) =>
        Assert.That(
            Way(typeof(torch.Tensor).GetMethod(member, parameters)!),
            Does.EndWith("Scalar.op_Implicit")
        );

    // Its step is an override, and the Scalar is made in a lambda.
    [Test]
    public void The_step_of_an_optimizer_makes_scalars_itself() =>
        Assert.That(
            Way(typeof(torch.optim.Optimizer).GetMethod("step")!),
            Does.EndWith("Scalar.op_Implicit")
        );

    [TestCase("op_Subtraction", typeof(torch.Tensor), typeof(torch.Tensor))]
    [TestCase("op_Multiply", typeof(torch.Tensor), typeof(torch.Tensor))]
    [TestCase("mul", typeof(Scalar))]
    public void These_members_do_not(string member, params Type[] parameters) =>
        Assert.That(Way(typeof(torch.Tensor).GetMethod(member, parameters)!), Is.Null);

    [Test]
    public void Collections_during_a_training_change_no_bit()
    {
        var quiet = Train();
        using var stop = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            Assert.That(Train(), Is.EqualTo(quiet));
        }
        finally
        {
            stop.Cancel();
            collector.Join();
        }

        // 300 steps through every kind of arithmetic: decay, clipping, Adam, a smoothed loss.
        static int[] Train()
        {
            var model = new Sequential(new Input(3), new Dense(4, "gelu"), new Dense(1, "sigmoid"));
            using var compiled = new TorchBackend().Compile(
                model.Spec,
                new CompileSpec(
                    new BinaryCrossentropy(LabelSmoothing: 0.1),
                    new Adam(new CosineDecay(0.01, 300)) { GlobalClipNorm = 1, WeightDecay = 0.01 }
                ),
                new Weights(
                    model.Spec.WeightShapes.Select(
                        Tensor (shape) =>
                            new Tensor<float>(Wave(shape.Aggregate(1, (a, b) => a * b)), shape)
                    )
                )
            );
            var labels = Enumerable.Range(0, 40).Select(row => row % 2).ToArray();
            compiled.Fit(
                new Samples(new Tensor<float>(Wave(120), 40, 3), labels),
                new FitSpec { Epochs = 30, BatchSize = 4 }
            );
            return
            [
                .. compiled
                    .GetWeights()
                    .SelectMany(w =>
                        ((Tensor<float>)w).Values.ToArray().Select(BitConverter.SingleToInt32Bits)
                    ),
            ];
        }
    }

    // Some numbers in -1 to 1 without a pattern.
    private static float[] Wave(int count) =>
        [.. Enumerable.Range(0, count).Select(i => (float)Math.Sin(i * i))];

    private static bool MakesScalar(MethodBase method) =>
        method is MethodInfo { ReturnType: var type } && type == typeof(Scalar);

    private static string? Way(MethodBase method) => Ways.GetValueOrDefault(Key(method));

    // From the members that make Scalars to their callers, and so on; an override is called wherever its base is.
    private static Dictionary<(Module, int), string> FindWays()
    {
        var methods = MethodCalls.Methods(typeof(torch).Assembly).ToArray();
        var callers = methods
            .SelectMany(MethodCalls.Of, (caller, callee) => (Caller: caller, Callee: callee))
            .Concat(
                methods
                    .OfType<MethodInfo>()
                    .Select(m => (Caller: (MethodBase)m.GetBaseDefinition(), Callee: (MethodBase)m))
            )
            .ToLookup(call => Key(call.Callee), call => call.Caller);
        var ways = methods.Where(MakesScalar).ToDictionary(Key, Name);
        var next = new Queue<(Module, int)>(ways.Keys);
        while (next.TryDequeue(out var callee))
        {
            foreach (var caller in callers[callee])
            {
                if (ways.TryAdd(Key(caller), $"{Name(caller)} > {ways[callee]}"))
                {
                    next.Enqueue(Key(caller));
                }
            }
        }

        return ways;
    }

    // The same for all instances of a generic method.
    private static (Module, int) Key(MethodBase method) => (method.Module, method.MetadataToken);

    private static string Name(MethodBase method) => $"{method.DeclaringType?.Name}.{method.Name}";
}
