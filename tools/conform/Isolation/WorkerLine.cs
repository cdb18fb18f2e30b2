using System.Text.Json;
using System.Text.Json.Nodes;
using Mlp;
using Mlp.Conformance;

namespace Conform.Isolation;

/// <summary>
/// What a worker says, a line of JSON each. To a case, a line as files of cases have it, it answers with the id as it begins, then with
/// the result as files of results have it.
/// </summary>
internal abstract record WorkerLine
{
    private WorkerLine() { }

    /// <summary>The backend is there.</summary>
    internal sealed record Ready(string Name, IReadOnlyDictionary<string, string> Environment)
        : WorkerLine;

    /// <summary>The backend cannot be had.</summary>
    internal sealed record Refused(string Message) : WorkerLine;

    /// <summary>The device of the backend does not do.</summary>
    internal sealed record DeviceFailed(string Message) : WorkerLine;

    /// <summary>A case begins.</summary>
    internal sealed record Begun(string Id) : WorkerLine;

    /// <summary>A case has ended.</summary>
    internal sealed record Answer(Result Result) : WorkerLine;

    /// <summary>The line of <see cref="Ready"/>.</summary>
    public static string Of(IBackend backend) =>
        new JsonObject
        {
            ["ready"] = backend.Name,
            ["environment"] = new JsonObject(
                backend.Environment.Select(entry =>
                    KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)
                )
            ),
        }.ToJsonString();

    /// <summary>The line of <see cref="Refused"/>.</summary>
    public static string OfRefusal(string message) =>
        new JsonObject { ["refused"] = message }.ToJsonString();

    /// <summary>The line of <see cref="DeviceFailed"/>.</summary>
    public static string OfFailure(string message) =>
        new JsonObject { ["device"] = message }.ToJsonString();

    /// <summary>The line of <see cref="Begun"/>.</summary>
    public static string OfBegun(string id) => new JsonObject { ["begun"] = id }.ToJsonString();

    /// <summary>Reads a line.</summary>
    /// <exception cref="InvalidCaseException">It is none of them.</exception>
    public static WorkerLine Read(string line)
    {
        try
        {
            if (JsonNode.Parse(line) is not JsonObject root)
            {
                throw new InvalidCaseException("It is no object.");
            }

            return root["ready"] is { } name
                    ? new Ready(
                        name.GetValue<string>(),
                        Present(root["environment"], "environment")
                            .AsObject()
                            .ToDictionary(
                                entry => entry.Key,
                                entry => Present(entry.Value, entry.Key).GetValue<string>()
                            )
                    )
                : root["refused"] is { } message ? new Refused(message.GetValue<string>())
                : root["device"] is { } failure ? new DeviceFailed(failure.GetValue<string>())
                : root["begun"] is { } id ? new Begun(id.GetValue<string>())
                : new Answer(ResultFile.FromJson(line, "answer"));
        }
        catch (Exception wrong)
            when (wrong is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new InvalidCaseException(wrong.Message, wrong);
        }
    }

    private static JsonNode Present(JsonNode? node, string name) =>
        node ?? throw new InvalidCaseException($"'{name}' is missing.");
}
