using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Mlp.Conformance.Mutants;

/// <summary>A plain backend compiled in memory, in an assembly of its own that goes when it is disposed of.</summary>
internal sealed class Compiled : IDisposable
{
    // Mlp.Conformance opens its internals to an assembly of this name.
    private const string AssemblyName = "Mlp.Conformance.Mutants.Compiled";
    private const string BackendType = "Mlp.Conformance.Truth.PlainBackend";

    // What the SDK puts before every file of a project with implicit usings, as far as these files need it.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        """;

    // Parsed once; a mutant shares every tree but its own.
    private static readonly IReadOnlyDictionary<string, SyntaxTree> Trees =
        Sources.All.ToDictionary(
            source => source.Key,
            source => CSharpSyntaxTree.ParseText(source.Value, path: source.Key)
        );

    private static readonly CSharpCompilation Unchanged = CSharpCompilation.Create(
        AssemblyName,
        [CSharpSyntaxTree.ParseText(Usings), .. Trees.Values],
        References(),
        new(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable,
            concurrentBuild: false
        )
    );

    private readonly AssemblyLoadContext context;

    /// <summary>Compiles the sources with the mutant's change, or as they are.</summary>
    /// <exception cref="InvalidOperationException">The mutant is stale or does not compile.</exception>
    public Compiled(Mutant? mutant)
    {
        using var assembly = new MemoryStream();
        var emitted = Compilation(mutant).Emit(assembly);
        if (!emitted.Success)
        {
            var errors = emitted.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error);
            throw new InvalidOperationException(
                $"{mutant?.Id ?? "The plain backend"} does not compile:\n{string.Join("\n", errors)}"
            );
        }

        assembly.Position = 0;
        context = new(mutant?.Id, isCollectible: true);
        Backend = (IBackend)context.LoadFromStream(assembly).CreateInstance(BackendType)!;
    }

    /// <summary>The backend.</summary>
    public IBackend Backend { get; }

    public void Dispose() => context.Unload();

    private static CSharpCompilation Compilation(Mutant? mutant)
    {
        if (mutant is null)
        {
            return Unchanged;
        }

        var tree = Trees.TryGetValue(mutant.File, out var known)
            ? known
            : throw new InvalidOperationException(
                $"Mutant '{mutant.Id}' is stale: there is no {mutant.File}."
            );
        var changed = CSharpSyntaxTree.ParseText(
            mutant.Apply(Sources.All[mutant.File]),
            path: mutant.File
        );
        return Unchanged.ReplaceSyntaxTree(tree, changed);
    }

    // Types that a mutant's assembly has as source come before those of the same name in a reference.
    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => IsReferenced(Path.GetFileName(path)))
            .Select(path => MetadataReference.CreateFromFile(path));

    private static bool IsReferenced(string file) =>
        file is "Mlp.dll" or "Mlp.Conformance.dll"
        || file.StartsWith("System.", StringComparison.Ordinal);
}
