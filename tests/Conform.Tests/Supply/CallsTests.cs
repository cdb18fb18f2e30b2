using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Conform.Tests;

/// <summary>What the assemblies of this repository may not call, read from their metadata.</summary>
public sealed class CallsTests
{
    private const string Loads = "System.Runtime.Loader.AssemblyLoadContext.LoadFromAssemblyPath";

    // A file that names a type, and a reader that makes it: whoever writes the file chooses what runs.
    private static readonly string[] TypesByName =
    [
        "System.Type.GetType",
        "System.Type.GetTypeFromProgID",
        "System.Reflection.Assembly.CreateInstance",
        "System.Reflection.Assembly.Load",
        "System.Reflection.Assembly.LoadFrom",
        "System.Reflection.Assembly.LoadFile",
        Loads,
        "System.Runtime.Loader.AssemblyLoadContext.LoadFromStream",
        "System.AppDomain.CreateInstance",
        "System.AppDomain.CreateInstanceAndUnwrap",
        "System.Runtime.Serialization.Formatters.Binary.BinaryFormatter..ctor",
        "System.Runtime.Serialization.NetDataContractSerializer..ctor",
        "System.Runtime.Serialization.DataContractSerializer..ctor",
        "System.Runtime.Serialization.Json.DataContractJsonSerializer..ctor",
        "System.Xml.Serialization.XmlSerializer..ctor",
        "System.Resources.ResourceReader..ctor",
    ];

    private static readonly string[] Readers = ["Newtonsoft.Json", "MessagePack", "YamlDotNet"];

    private static IEnumerable<string> Own =>
        Directory
            .EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Where(path =>
                Path.GetFileName(path) is "conform.dll" or "Benchmarks.dll"
                || Path.GetFileName(path).StartsWith("Mlp", StringComparison.Ordinal)
            );

    [Test]
    public void Nothing_read_from_a_file_names_a_type_that_is_then_made() =>
        Assert.Multiple(() =>
        {
            Assert.That(Own.Count(), Is.GreaterThanOrEqualTo(8));
            foreach (var path in Own)
            {
                var (calls, references) = Read(path);
                // The assembly of --backend is named by whoever runs the tool, and by no file.
                var named = Path.GetFileName(path) == "conform.dll" ? new[] { Loads } : [];
                Assert.That(
                    calls.Intersect(TypesByName),
                    Is.EquivalentTo(named),
                    Path.GetFileName(path)
                );
                Assert.That(references.Intersect(Readers), Is.Empty, Path.GetFileName(path));
            }
        });

    [Test]
    public void The_search_finds_a_call_that_is_there()
    {
        Assert.That(Type.GetType("System.Int32"), Is.EqualTo(typeof(int)));

        Assert.That(
            Read(typeof(CallsTests).Assembly.Location).Calls,
            Does.Contain("System.Type.GetType")
        );
    }

    private static (HashSet<string> Calls, HashSet<string> References) Read(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var calls = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (member.Parent.Kind == HandleKind.TypeReference)
            {
                var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                calls.Add(
                    $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}.{metadata.GetString(member.Name)}"
                );
            }
        }

        var references = metadata
            .AssemblyReferences.Select(handle =>
                metadata.GetString(metadata.GetAssemblyReference(handle).Name)
            )
            .ToHashSet(StringComparer.Ordinal);
        return (calls, references);
    }
}
