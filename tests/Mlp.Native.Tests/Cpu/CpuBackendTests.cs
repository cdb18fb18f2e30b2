namespace Mlp.Native.Tests;

[NonParallelizable] // sets environment variables
public sealed class CpuBackendTests
{
    [Test]
    public void Every_available_name_makes_a_backend_that_says_what_it_is()
    {
        foreach (var name in CpuBackend.Available)
        {
            var backend = CpuBackend.OfThreads(3, name);

            Assert.That(backend.Name, Is.EqualTo(name));
            Assert.That(backend.Environment["threads"], Is.EqualTo("3"));
            Assert.That(
                name,
                Is.EqualTo("cpu").Or.EqualTo("cpu:" + backend.Environment["instruction_set"])
            );
        }

        Assert.That(CpuBackend.Available, Does.Contain("cpu").And.Contain("cpu:v128"));
    }

    [Test]
    public void A_name_that_is_known_but_lacking_here_is_not_supported()
    {
        string[] all = ["cpu:avx512", "cpu:avx2", "cpu:v128"];
        foreach (var name in all.Except(CpuBackend.Available))
        {
            Assert.That(
                () => new CpuBackend(name),
                Throws.TypeOf<NotSupportedException>().With.Message.Contains(name[4..])
            );
        }
    }

    [Test]
    public void An_unknown_name_is_refused_with_the_nearest_one() =>
        Assert.That(
            () => new CpuBackend("cpu:avx2x"),
            Throws.ArgumentException.With.Message.Contains("'avx2'")
        );

    [Test]
    public void Less_than_one_thread_is_refused() =>
        Assert.That(() => new CpuBackend(threads: 0), Throws.TypeOf<ArgumentOutOfRangeException>());

    [Test]
    public void The_threads_told_are_those_that_work()
    {
        var backend = new CpuBackend(threads: 1000);

        Assert.That(backend.Threads, Is.EqualTo(Environment.ProcessorCount));
        Assert.That(backend.Environment["threads"], Is.EqualTo($"{Environment.ProcessorCount}"));
    }

    [Test]
    public void Environment_variables_set_defaults_and_arguments_win()
    {
        Environment.SetEnvironmentVariable("MLP_INSTRUCTION_SET", "v128");
        Environment.SetEnvironmentVariable("MLP_THREADS", "1");
        try
        {
            var byDefault = new CpuBackend();
            Assert.That(byDefault.Environment["instruction_set"], Is.EqualTo("v128"));
            Assert.That(byDefault.Threads, Is.EqualTo(1));
            Assert.That(
                new CpuBackend(threads: 2).Threads,
                Is.EqualTo(Math.Min(2, Environment.ProcessorCount))
            );
        }
        finally
        {
            Environment.SetEnvironmentVariable("MLP_INSTRUCTION_SET", null);
            Environment.SetEnvironmentVariable("MLP_THREADS", null);
        }
    }

    [Test]
    public void A_thread_count_in_the_environment_that_is_no_number_is_refused()
    {
        Environment.SetEnvironmentVariable("MLP_THREADS", "two");
        try
        {
            Assert.That(
                () => new CpuBackend(),
                Throws.ArgumentException.With.Message.Contains("two")
            );
        }
        finally
        {
            Environment.SetEnvironmentVariable("MLP_THREADS", null);
        }
    }
}
