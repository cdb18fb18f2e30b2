using System.Reflection;
using NUnit.Framework;

namespace Mlp.Conformance.NUnit;

/// <summary>
/// Holds a test assembly to its word: every backend that it declares is held to the whole suite. Inherit it once, with
/// <c>[TestFixture]</c> on the class.
/// </summary>
public abstract class SuiteIsComplete
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    /// <summary>Every backend of this assembly has a class that runs the suite over it, and nothing hides a part of it.</summary>
    [Test]
    public void Every_backend_is_held_to_the_suite() =>
        Assert.That(Gaps(GetType().Assembly.GetTypes()), Is.Empty);

    /// <summary>What is missing, one line each: backends that no class runs, classes that NUnit leaves out, members that hide one of the suite.</summary>
    /// <param name="types">The types of a test assembly.</param>
    public static IReadOnlyList<string> Gaps(IEnumerable<Type> types)
    {
        Type[] classes = [.. types.Where(type => type.IsClass)];
        var fixtures = classes.ToLookup(BackendOf);
        return
        [
            .. classes
                .Where(type => !type.IsAbstract && typeof(IBackendUnderTest).IsAssignableFrom(type))
                .Where(backend => !fixtures[backend].Any(Runs))
                .Select(backend =>
                    $"{backend.Name} is a backend, and no class that NUnit runs inherits ConformanceSuite<{backend.Name}>."
                ),
            .. classes
                .Where(type => BackendOf(type) is not null && Runs(type))
                .SelectMany(type =>
                    Hidden(type).Select(name => $"{type.Name} hides {name} of the suite.")
                ),
        ];
    }

    private static Type? BackendOf(Type type) =>
        Suite(type)?.GetGenericArguments()[0] is { IsGenericParameter: false } backend
            ? backend
            : null;

    private static Type? Suite(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            if (
                parent.IsGenericType
                && parent.GetGenericTypeDefinition() == typeof(ConformanceSuite<>)
            )
            {
                return parent;
            }
        }

        return null;
    }

    private static bool Runs(Type fixture) =>
        !fixture.IsAbstract
        && fixture
            .GetCustomAttributes<TestFixtureAttribute>()
            .Any(a => a.Ignore is null && !a.Explicit)
        && !fixture.IsDefined(typeof(IgnoreAttribute))
        && !fixture.IsDefined(typeof(ExplicitAttribute));

    // Members of the class and of those between it and the suite.
    private static IEnumerable<string> Hidden(Type fixture)
    {
        var suite = Suite(fixture)!;
        var names = suite
            .GetMembers(Declared)
            .Where(member => member.MemberType is MemberTypes.Method or MemberTypes.Property)
            .Select(member => member.Name)
            .ToHashSet(StringComparer.Ordinal);
        for (var type = fixture; type != suite; type = type.BaseType!)
        {
            foreach (var member in type.GetMembers(Declared))
            {
                if (names.Contains(member.Name))
                {
                    yield return member.Name;
                }
            }
        }
    }
}
