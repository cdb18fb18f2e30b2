using System.Formats.Tar;
using System.Text;

namespace Mlp.Fuzzing.Tests;

/// <summary>
/// Files made to take as much memory for a byte as can be: many small things, long repetitions. Chance does not find them, and what is promised of
/// memory must hold for them too.
/// </summary>
internal static class DenseFiles
{
    private const int Many = 20_000;

    private const string Begin =
        "{\"id\":\"a\",\"family\":\"losses\",\"op\":\"x\",\"dtype\":\"float32\",\"source\":\"s\",\"status\":\"ok\",\"backend\":\"b\",";

    /// <summary>Such files for a reader.</summary>
    public static IReadOnlyList<byte[]> For(string target) =>
        target switch
        {
            "idx" =>
            [
                WholeFiles.Idx0(1_000_000),
                [
                    0,
                    0,
                    8,
                    255,
                    .. Enumerable.Repeat(new byte[] { 0, 0, 0, 1 }, 255).SelectMany(size => size),
                    7,
                ],
            ],
            "idx_gzip" => [Wrapped.Pack(WholeFiles.Idx0(10_000_000))],
            "archive" => [Tar(10_000_000)],
            "csv_numbers" or "csv_texts" =>
            [
                Text(Joined(",", i => $"{i}") + "\n" + Joined(",", _ => "1") + "\n"),
                Text("a\n" + Joined("\n", _ => "1") + "\n"),
                Text("a\n\"" + new string('x', 1_000_000) + "\"\n"),
                Text("\"" + new string('\n', 1_000_000) + "\"\n"),
            ],
            "json_cases" or "json_results" =>
            [
                Line(Begin + $"\"params\":{{\"a\":[{Joined(",", _ => "[]")}]}}}}"),
                Line(Begin + $"\"outputs\":{{\"a\":[{Joined(",", _ => "{}")}]}}}}"),
                Line(Begin + $"\"inputs\":{{\"a\":[{Joined(",", _ => "{}")}]}}}}"),
                Line(Begin + $"\"inputs\":{{{Joined(",", i => $"\"{i}\":0")}}}}}"),
                Line(Begin + $"\"tags\":[{Joined(",", _ => "\"\"")}]}}"),
                Line(
                    Begin
                        + $"\"inputs\":{{\"a\":{{\"dtype\":\"float32\",\"shape\":[0],\"data\":[{Joined(",", _ => "[]")}]}}}}}}"
                ),
                Line(
                    Begin
                        + $"\"inputs\":{{\"a\":{{\"dtype\":\"int64\",\"shape\":[{Many}],\"data\":[{Joined(",", _ => "1")}]}}}}}}"
                ),
                Line(Begin + $"\"inputs\":{Deep(60, "1" + new string('0', 1_000_000))}}}"),
                Text(
                    Joined(
                        "",
                        i =>
                            Begin
                                .Replace("\"a\"", $"\"{i}\"", StringComparison.Ordinal)
                                .TrimEnd(',') + "}\n"
                    )
                ),
            ],
            "declines" =>
            [
                Text($"[{Joined(",", _ => "{}")}]"),
                Text($"[{Joined(",", _ => "[]")}]"),
                Text(
                    "["
                        + Joined(",", _ => "{\"kind\":\"differs\",\"reason\":\"x\",\"op\":\"a\"}")
                        + "]"
                ),
                Text(
                    $"[{{\"kind\":\"differs\",\"reason\":\"x\",\"op\":[{Joined(",", _ => "\"\"")}]}}]"
                ),
            ],
            "noise" => [Line($"{{\"id\":\"a\",\"outputs\":{{{Joined(",", i => $"\"{i}\":0")}}}}}")],
            "manifest" =>
            [
                Text(
                    $"{{\"format_version\":1,\"suite\":\"\",\"floors\":{{{Joined(",", i => $"\"{i}\":0")}}},\"cases\":{{{Joined(",", i => $"\"{i}\":\"\"")}}},"
                        + $"\"files\":[{Joined(",", _ => "{\"path\":\"\",\"sha256\":\"\",\"cases\":0}")}]}}"
                ),
            ],
            "safetensors" =>
            [
                Wrapped.Framed(
                    Text(
                        $"{{{Joined(",", i => $"\"{i}\":{{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}")}}}"
                    ),
                    []
                ),
                Wrapped.Framed(
                    Text($"{{\"__metadata__\":{{{Joined(",", i => $"\"{i}\":\"\"")}}}}}"),
                    []
                ),
                Wrapped.Framed(
                    Text(
                        $"{{\"a\":{{\"dtype\":\"U8\",\"shape\":[{Joined(",", _ => "1")}],\"data_offsets\":[0,0]}}}}"
                    ),
                    []
                ),
                Wrapped.Framed(
                    Text(
                        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1000000],\"data_offsets\":[0,1000000]}}"
                    ),
                    new byte[1_000_000]
                ),
            ],
            "model" =>
            [
                Described(
                    $"{{\"version\":1,\"model\":{{\"input\":[1],\"layers\":[{Joined(",", _ => "{}")}]}}}}"
                ),
                Described(
                    $"{{\"version\":1,\"model\":{{\"input\":[2],\"layers\":[{Joined(",", _ => "{\"layer\":\"flatten\"}")}]}}}}"
                ),
                Described(
                    $"{{\"version\":1,\"model\":{{\"input\":[{Joined(",", _ => "1")}],\"layers\":[]}}}}"
                ),
            ],
            _ => [],
        };

    private static byte[] Described(string description) =>
        Wrapped.Framed(
            Text(
                new System.Text.Json.Nodes.JsonObject
                {
                    ["__metadata__"] = new System.Text.Json.Nodes.JsonObject
                    {
                        ["mlp"] = description,
                    },
                }.ToJsonString()
            ),
            []
        );

    private static byte[] Tar(int length)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            tar.WriteEntry(
                new UstarTarEntry(TarEntryType.RegularFile, "cal_housing.data")
                {
                    DataStream = new MemoryStream(new byte[length]),
                }
            );
        }

        return Wrapped.Pack(bytes.ToArray());
    }

    private static string Deep(int depth, string inner) =>
        string.Concat(Enumerable.Repeat("{\"a\":", depth)) + inner + new string('}', depth);

    private static string Joined(string between, Func<int, string> item) =>
        string.Join(between, Enumerable.Range(0, Many).Select(item));

    private static byte[] Line(string line) => Text(line + "\n");

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
