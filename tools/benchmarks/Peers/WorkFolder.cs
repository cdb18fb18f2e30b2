using System.Runtime.InteropServices;
using System.Text.Json;
using Mlp;
using Mlp.Data;

namespace Benchmarks;

/// <summary>
/// A training as files that a program in any language can do too: <c>work.json</c> with the sizes, and beside it, raw and little-endian,
/// <c>images.u8</c> [rows, inputs], <c>labels.u8</c> [rows], <c>weights.f32</c>, the first weights one variable after the other, and
/// <c>orders.i32</c> [epochs, rows], the rows as each epoch trains them.
/// </summary>
internal static class WorkFolder
{
    /// <summary>Writes the files.</summary>
    /// <exception cref="IOException">They cannot be written; the message says why.</exception>
    public static void Write(string folder, TrainingWork work, RowOrder order)
    {
        var (images, labels) = ((Tensor<byte>)work.Rows.X, work.Rows.Y);
        Directory.CreateDirectory(folder);
        Aside.Write(In("images.u8"), stream => stream.Write(images.Values));
        Aside.Write(
            In("labels.u8"),
            [.. Enumerable.Range(0, labels.Length).Select(i => (byte)labels[i])]
        );
        Aside.Write(
            In("weights.f32"),
            stream =>
            {
                foreach (var variable in work.Weights)
                {
                    stream.Write(MemoryMarshal.AsBytes(variable.ToFloat32().Values));
                }
            }
        );
        Aside.Write(
            In("orders.i32"),
            stream =>
            {
                var rows = new int[work.Rows.Rows];
                for (var epoch = 0; epoch < work.Epochs; epoch++)
                {
                    order.Fill(epoch, rows);
                    stream.Write(MemoryMarshal.AsBytes<int>(rows));
                }
            }
        );

        // Last: where it stands, the others do.
        Aside.Write(
            In("work.json"),
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    rows = work.Rows.Rows,
                    epochs = work.Epochs,
                    rate = TrainingWork.Rate,
                    shapes = work.Weights.Select(variable => variable.Shape),
                }
            )
        );

        string In(string name) => Path.Combine(folder, name);
    }
}
