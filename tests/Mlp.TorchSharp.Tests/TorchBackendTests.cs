using Mlp.Losses;

namespace Mlp.TorchSharp.Tests;

public sealed class TorchBackendTests
{
    [Test]
    public void It_knows_neither_the_native_code_nor_the_data_code()
    {
        var references = typeof(TorchBackend)
            .Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name)
            .Where(name => name!.StartsWith("Mlp", StringComparison.Ordinal));
        Assert.That(references, Is.EqualTo(new[] { "Mlp" }));
    }

    [Test]
    public void Its_environment_says_what_could_change_numbers()
    {
        var environment = new TorchBackend(threads: 1).Environment;
        Assert.Multiple(() =>
        {
            Assert.That(environment["threads"], Is.EqualTo("1"));
            Assert.That(environment["tf32"], Is.EqualTo("false"));
            Assert.That(environment["flush_to_zero"], Is.EqualTo("false"));
            Assert.That(environment["libtorch"], Does.StartWith("2.10"));
            Assert.That(environment["torchsharp"], Does.StartWith("0.107"));
            Assert.That(environment["device"], Is.EqualTo("cpu"));
            Assert.That(environment, Does.ContainKey("ATEN_CPU_CAPABILITY"));
        });
    }

    [Test]
    [Platform("Linux")]
    public void Deterministic_algorithms_are_on_and_the_instruction_set_is_known()
    {
        var environment = new TorchBackend().Environment;
        Assert.That(environment["deterministic"], Is.EqualTo("true"));
        Assert.That(
            environment["instruction_set"],
            Is.EqualTo("AVX512").Or.EqualTo("AVX2").Or.EqualTo("DEFAULT")
        );
    }

    [Test]
    public void Threads_hold_for_whatever_thread_calls()
    {
        using var one = Compiled(new TorchBackend(threads: 1));
        using var two = Compiled(new TorchBackend(threads: 2));
        Assert.That(ThreadsAfterPredict(one), Is.EqualTo(1));
        Assert.That(ThreadsAfterPredict(two), Is.EqualTo(2));
        Assert.That(Task.Run(() => ThreadsAfterPredict(one)).Result, Is.EqualTo(1));

        static IModel Compiled(TorchBackend backend) =>
            backend.Compile(
                new Sequential(new Input(1)).Spec,
                new CompileSpec(new MeanSquaredError(), "sgd"),
                new Weights()
            );

        static int ThreadsAfterPredict(IModel model)
        {
            model.Predict(new[] { 1f });
            return torch.get_num_threads();
        }
    }

    [Test]
    public void The_processor_runs_it() => Assert.That(TorchBackend.WhyUnavailable(), Is.Null);

    [Test]
    public void An_unknown_name_gets_a_reason_in_one_line()
    {
        Assert.That(
            TorchBackend.WhyUnavailable("torch:tpu"),
            Does.Contain("torch:tpu").And.Contain("torch:cpu").And.Not.Contain("\n")
        );
        Assert.That(
            () => new TorchBackend("torch:tpu"),
            Throws.TypeOf<NotSupportedException>().With.Message.Contains("torch:tpu")
        );
    }

    [Test]
    public void Cuda_runs_or_gives_a_reason_in_one_line()
    {
        if (TorchBackend.WhyUnavailable("torch:cuda") is { } reason)
        {
            Assert.That(reason, Does.StartWith("torch:cuda").And.Not.Contain("\n"));
        }
        else
        {
            Assert.That(
                new TorchBackend("torch:cuda").Environment["device"],
                Does.StartWith("cuda")
            );
        }
    }

    [Test]
    public void No_threads_are_refused() =>
        Assert.That(
            () => new TorchBackend(threads: 0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("threads")
        );
}
