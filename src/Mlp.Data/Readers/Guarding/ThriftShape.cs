namespace Mlp.Data;

/// <summary>What a value in Thrift's compact form must be. Numbers are the types on the wire.</summary>
internal abstract record ThriftShape
{
    /// <summary>True or false.</summary>
    public static ThriftShape Bool { get; } = new Plain(1);

    /// <summary>8 bits.</summary>
    public static ThriftShape I8 { get; } = new Plain(3);

    /// <summary>16 bits.</summary>
    public static ThriftShape I16 { get; } = new Plain(4);

    /// <summary>32 bits.</summary>
    public static ThriftShape I32 { get; } = new Plain(5);

    /// <summary>64 bits.</summary>
    public static ThriftShape I64 { get; } = new Plain(6);

    /// <summary>A float64.</summary>
    public static ThriftShape Double { get; } = new Plain(7);

    /// <summary>Bytes or text.</summary>
    public static ThriftShape Binary { get; } = new Plain(8);

    /// <summary>The type on the wire.</summary>
    public abstract int Type { get; }

    /// <summary>A list of such.</summary>
    public static ThriftShape List(ThriftShape item) => new ListOf(item);

    /// <summary>A struct of fields by their ids.</summary>
    public static StructShape Struct(params (int Id, ThriftShape Shape)[] fields) =>
        new(fields.ToDictionary(field => field.Id, field => field.Shape));

    /// <summary>A plain value.</summary>
    public sealed record Plain(int Wire) : ThriftShape
    {
        /// <inheritdoc/>
        public override int Type => Wire;
    }

    /// <summary>A list.</summary>
    public sealed record ListOf(ThriftShape Item) : ThriftShape
    {
        /// <inheritdoc/>
        public override int Type => 9;
    }

    /// <summary>A struct.</summary>
    public sealed record StructShape(IReadOnlyDictionary<int, ThriftShape> ById) : ThriftShape
    {
        /// <inheritdoc/>
        public override int Type => 12;
    }
}
