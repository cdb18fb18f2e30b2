using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;

namespace Conform;

/// <summary>Which program this is.</summary>
internal static class Build
{
    /// <summary>Its version, with the commit where the build knew it.</summary>
    public static string Version { get; } =
        typeof(Build)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion;

    /// <summary>
    /// A hash of the code that computes: every assembly of this repository, and those that backends are loaded from. The same source,
    /// built at the same place, gives the same.
    /// </summary>
    /// <param name="backends">Names of backends.</param>
    public static string Id(IEnumerable<string> backends)
    {
        var said = new StringBuilder();
        foreach (
            var assembly in Own().OrderBy(assembly => assembly.FullName, StringComparer.Ordinal)
        )
        {
            said.Append(assembly.FullName)
                .Append(assembly.ManifestModule.ModuleVersionId)
                .AppendLine();
        }

        foreach (
            var path in backends.Select(BackendAssembly.PathIn).OfType<string>().Where(File.Exists)
        )
        {
            said.AppendLine(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(said.ToString())))[
            ..16
        ];
    }

    private static HashSet<Assembly> Own()
    {
        var own = new HashSet<Assembly>();
        Add(typeof(Build).Assembly);
        return own;

        void Add(Assembly assembly)
        {
            if (own.Add(assembly))
            {
                foreach (
                    var name in assembly
                        .GetReferencedAssemblies()
                        .Where(name => name.Name!.StartsWith("Mlp", StringComparison.Ordinal))
                )
                {
                    Add(AssemblyLoadContext.GetLoadContext(assembly)!.LoadFromAssemblyName(name));
                }
            }
        }
    }
}
