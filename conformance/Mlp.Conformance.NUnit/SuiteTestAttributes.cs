using System.Reflection;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace Mlp.Conformance.NUnit;

/// <summary>
/// Makes tests of a method of <see cref="ConformanceSuite{TBackend}"/>, with the backend's name as category. They come from here,
/// not from a member named in an attribute: a class that inherits such a member can hide it behind an empty one of the same
/// name, and its tests are gone unseen.
/// </summary>
internal abstract class SuiteTestAttribute : NUnitAttribute, ITestBuilder, IImplyFixture
{
    private readonly NUnitTestCaseBuilder builder = new();

    /// <inheritdoc/>
    public IEnumerable<TestMethod> BuildFrom(IMethodInfo method, Test? suite)
    {
        // The suite itself, which declares the method: what inherits it does not matter.
        var backend = method.MethodInfo.DeclaringType!.GetGenericArguments()[0];
        var name = (string)
            typeof(SuiteTestAttribute)
                .GetMethod(nameof(NameOf), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(backend)
                .Invoke(null, null)!;
        return Tests()
            .Select(test => builder.BuildTestMethod(method, suite, test.SetCategory(name)));
    }

    /// <summary>The tests.</summary>
    protected abstract IEnumerable<TestCaseData> Tests();

    private static string NameOf<TBackend>()
        where TBackend : IBackendUnderTest => TBackend.Name;
}

/// <summary>One test a case, named by its id, with its family as category.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EveryCaseAttribute : SuiteTestAttribute
{
    /// <inheritdoc/>
    protected override IEnumerable<TestCaseData> Tests() =>
        Fixtures.All.Select(value =>
            new TestCaseData(value) { TestName = value.Id }.SetCategory(value.Family)
        );
}

/// <summary>One test.</summary>
/// <param name="name">Its name.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OneTestAttribute(string name) : SuiteTestAttribute
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <inheritdoc/>
    protected override IEnumerable<TestCaseData> Tests() => [new() { TestName = name }];
}
