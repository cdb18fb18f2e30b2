namespace Mlp.Conformance;

/// <summary>
/// Declines in a file, for a testee that states them as data: a JSON list of rules
/// <c>{"kind": "unsupported" | "differs", "reason", "family"?, "op"?, "params"?, "tags"?, "dtype"?}</c>. A rule covers a case of
/// which everything it states holds: <c>op</c> is a name or a list of names, <c>params</c> are parameters that are so (within an
/// object only those named; null means left out), <c>tags</c> are all there.
/// </summary>
public static class DeclineFile
{
    private static readonly string[] Known =
    [
        "kind",
        "reason",
        "family",
        "op",
        "params",
        "tags",
        "dtype",
    ];

    /// <summary>Reads a file of rules. Takes at most 128 KiB and 256 times its size.</summary>
    /// <exception cref="InvalidCaseException">It is none, or a rule in it says nothing, too much or something unknown; the message names file and rule.</exception>
    public static IReadOnlyList<Decline> Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Parse(JsonLines.ReadText(path), path);
    }

    /// <summary>Reads rules from their text; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="InvalidCaseException">It is none, or a rule in it says nothing, too much or something unknown.</exception>
    public static IReadOnlyList<Decline> Parse(string json, string name)
    {
        Node node;
        try
        {
            node = NodeJson.Parse(json);
        }
        catch (InvalidCaseException exception)
        {
            throw new InvalidCaseException($"{name}: {exception.Message}", exception);
        }

        if (node is not Node.List rules)
        {
            throw new InvalidCaseException($"{name} is no list of rules: [{{...}}, ...].");
        }

        return [.. rules.Items.Select((rule, i) => Read(rule, $"{name}, rule {i + 1}"))];
    }

    private static Decline Read(Node node, string where)
    {
        try
        {
            return Read(node.AsMap());
        }
        catch (Exception exception) when (exception is InvalidCaseException or ArgumentException)
        {
            throw new InvalidCaseException($"{where}: {exception.Message}", exception);
        }
    }

    private static Decline Read(Node.Map rule)
    {
        foreach (var key in rule.Keys.Except(Known))
        {
            throw Names.Unknown("name in a rule", key, Known);
        }

        var kind = rule["kind"].AsText() switch
        {
            "unsupported" => DeclineKind.Unsupported,
            "differs" => DeclineKind.Differs,
            var other => throw Names.Unknown("kind", other, ["unsupported", "differs"]),
        };
        var family = rule.TryGet("family", out var name) ? name.AsText() : null;
        if (family is not null && !Families.All.Contains(family))
        {
            throw Names.Unknown("family", family, Families.All);
        }

        if (rule.Entries.Count(entry => entry.Value is not Node.Null) < 3)
        {
            throw new InvalidCaseException(
                "it would cover every case; say at least one of family, op, params, tags and dtype."
            );
        }

        var reason = rule["reason"].AsText();
        return new(
            kind,
            reason.Length > 0 ? reason : throw new InvalidCaseException("'reason' is empty.")
        )
        {
            Family = family,
            Ops = rule.TryGet("op", out var op) ? TextsOf(op) : null,
            Where = Condition(rule),
        };
    }

    private static Func<Case, bool> Condition(Node.Map rule)
    {
        var parameters = rule.TryGet("params", out var map) ? map.AsMap() : Node.Map.Empty;
        var tags = rule.TryGet("tags", out var list) ? TextsOf(list) : [];
        ElementType? type = rule.TryGet("dtype", out var dtype)
            ? TensorValues.Type(dtype.AsText())
            : null;
        return value =>
            (type is null || value.DType == type)
            && tags.All(value.Tags.Contains)
            && Holds(parameters, value.Params);
    }

    private static bool Holds(Node stated, Node found) =>
        (stated, found) switch
        {
            (Node.Map map, Node.Map other) => map.Entries.All(entry =>
                other.TryGet(entry.Key, out var value)
                    ? Holds(entry.Value, value)
                    : entry.Value is Node.Null
            ),
            (Node.List list, Node.List other) => list.Items.Count == other.Items.Count
                && list.Items.Zip(other.Items).All(pair => Holds(pair.First, pair.Second)),
            // However they were written.
            (Node.Number number, Node.Number other) => number.Value.Equals(other.Value),
            _ => stated == found,
        };

    private static string[] TextsOf(Node node) =>
        node is Node.List list ? [.. list.Items.Select(item => item.AsText())] : [node.AsText()];
}
