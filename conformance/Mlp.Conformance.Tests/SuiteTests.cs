using System.Reflection;
using Mlp.Conformance.NUnit;

namespace Mlp.Conformance.Tests;

/// <summary>The suite itself: nothing in it can be taken away by whoever inherits it.</summary>
public class SuiteTests
{
    [Test]
    public void No_member_of_it_is_virtual() =>
        Assert.That(
            typeof(ConformanceSuite<Cpu>)
                .GetMethods(
                    BindingFlags.Public
                        | BindingFlags.NonPublic
                        | BindingFlags.Instance
                        | BindingFlags.DeclaredOnly
                )
                .Where(method => method.IsVirtual),
            Is.Empty
        );

    // What a class hides is named too: the tests of the packed suite have one that does.
    [Test]
    public void A_backend_that_no_class_runs_is_named()
    {
        Assert.That(
            SuiteIsComplete.Gaps([typeof(Cpu), typeof(TorchCpuConforms)]),
            Is.EqualTo(
                new[]
                {
                    "Cpu is a backend, and no class that NUnit runs inherits ConformanceSuite<Cpu>.",
                }
            )
        );
        Assert.That(SuiteIsComplete.Gaps([typeof(Cpu), typeof(CpuConforms)]), Is.Empty);
    }
}
