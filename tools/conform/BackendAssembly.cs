using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Mlp;

namespace Conform;

/// <summary>
/// Backends of other people: <c>Theirs.dll</c>, or <c>Theirs.dll@Class</c> where it has several. A backend is a public class that
/// implements <see cref="IBackend"/> and is made without arguments.
/// </summary>
internal static class BackendAssembly
{
    private const string Ending = ".dll";

    /// <summary>The assembly that a backend's name points to; null for the name of another one.</summary>
    public static string? PathIn(string name) => Cut(name).Path;

    /// <summary>The backend of that name.</summary>
    /// <exception cref="ArgumentException">There is none in the assembly, or several and none was named.</exception>
    /// <exception cref="IOException">There is no such assembly, or something that it needs is missing.</exception>
    public static IBackend Create(string name)
    {
        var (path, wanted) = Cut(name);
        if (path is null || !File.Exists(path))
        {
            throw new FileNotFoundException($"There is no assembly '{path}'.");
        }

        var types = Types(path);
        var found = wanted is null
            ? types
            : [.. types.Where(type => type.Name == wanted || type.FullName == wanted)];
        return found switch
        {
            [var type] => Make(type, path),
            [] when wanted is null => throw new ArgumentException(
                $"{path} has no backend: no public class that implements {typeof(IBackend).FullName} and is made without arguments."
            ),
            [] => throw Names.Unknown(
                $"backend of {path}",
                wanted!,
                types.Select(type => type.Name)
            ),
            _ => throw new ArgumentException(
                $"{path} has several backends; name one of them, as in {path}@{found[0].Name}: {string.Join(", ", found.Select(type => type.Name))}."
            ),
        };
    }

    private static (string? Path, string? Class) Cut(string name)
    {
        var cut = name.LastIndexOf(Ending + "@", StringComparison.OrdinalIgnoreCase);
        if (cut > 0)
        {
            cut += Ending.Length;
            return (name[..cut], name[(cut + 1)..]);
        }

        return (name.EndsWith(Ending, StringComparison.OrdinalIgnoreCase) ? name : null, null);
    }

    private static Type[] Types(string path)
    {
        try
        {
            return
            [
                .. new Context(Path.GetFullPath(path))
                    .LoadFromAssemblyPath(Path.GetFullPath(path))
                    .GetExportedTypes()
                    .Where(type =>
                        type
                            is {
                                IsClass: true,
                                IsAbstract: false,
                                ContainsGenericParameters: false
                            }
                        && type.IsAssignableTo(typeof(IBackend))
                        && type.GetConstructor([]) is not null
                    ),
            ];
        }
        catch (Exception wrong) when (wrong is BadImageFormatException or TypeLoadException)
        {
            throw new InvalidDataException($"{path} cannot be loaded: {wrong.Message}", wrong);
        }
    }

    private static IBackend Make(Type type, string path)
    {
        try
        {
            return (IBackend)Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException thrown) when (thrown.InnerException is { } inner)
        {
            if (ExitCodes.IsBadInput(inner))
            {
                ExceptionDispatchInfo.Throw(inner);
            }

            throw new ArgumentException(
                $"{type.Name} of {path} cannot be made: {inner.Message}",
                inner
            );
        }
    }

    // What the assembly needs lies beside it, but the contract is this program's own: of two copies neither would fit the other.
    private sealed class Context(string path) : AssemblyLoadContext(path)
    {
        private readonly AssemblyDependencyResolver resolver = new(path);

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (
                assemblyName.Name!.StartsWith("Mlp", StringComparison.Ordinal)
                && Own(assemblyName) is { } own
            )
            {
                return own;
            }

            return resolver.ResolveAssemblyToPath(assemblyName) is { } found
                ? LoadFromAssemblyPath(found)
                : null;
        }

        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } found
                ? LoadUnmanagedDllFromPath(found)
                : 0;

        private static Assembly? Own(AssemblyName name)
        {
            try
            {
                return Default.LoadFromAssemblyName(name);
            }
            catch (FileNotFoundException)
            {
                return null;
            }
        }
    }
}
