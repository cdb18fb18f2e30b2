using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace Mlp.Conformance.NUnit;

/// <summary>
/// A method as one test a case of the embedded suite. The cases come from here, not from a member named in an attribute: a class
/// that inherits such a member can hide it behind an empty one of the same name, and its tests are gone unseen.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EveryCaseAttribute : NUnitAttribute, ITestBuilder, IImplyFixture
{
    private readonly NUnitTestCaseBuilder builder = new();

    /// <inheritdoc/>
    public IEnumerable<TestMethod> BuildFrom(IMethodInfo method, Test? suite)
    {
        // ConformanceSuite<TBackend>, which declares the method: what inherits it does not matter.
        var backend = method.MethodInfo.DeclaringType!.GetGenericArguments()[0];
        var name = (string)
            typeof(EveryCaseAttribute)
                .GetMethod(
                    nameof(NameOf),
                    System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic
                )!
                .MakeGenericMethod(backend)
                .Invoke(null, null)!;
        foreach (var value in Fixtures.All)
        {
            yield return builder.BuildTestMethod(
                method,
                suite,
                new TestCaseData(value) { TestName = value.Id }
                    .SetCategory(name)
                    .SetCategory(value.Family)
            );
        }
    }

    private static string NameOf<TBackend>()
        where TBackend : IBackendUnderTest => TBackend.Name;
}
