using static Mlp.Data.ThriftShape;

namespace Mlp.Data;

/// <summary>The structs of a Parquet file as far as a reader may look into them. Source: parquet.thrift of Apache Parquet 2.11.</summary>
internal static class ParquetShapes
{
    private static readonly StructShape Statistics = Struct(
        (1, Binary),
        (2, Binary),
        (3, I64),
        (4, I64),
        (5, Binary),
        (6, Binary),
        (7, Bool),
        (8, Bool)
    );

    private static readonly StructShape Empty = Struct();

    private static readonly StructShape Time = Struct(
        (1, Bool),
        (2, Struct((1, Empty), (2, Empty), (3, Empty)))
    );

    private static readonly StructShape LogicalType = Struct(
        (1, Empty),
        (2, Empty),
        (3, Empty),
        (4, Empty),
        (5, Struct((1, I32), (2, I32))),
        (6, Empty),
        (7, Time),
        (8, Time),
        (10, Struct((1, I8), (2, Bool))),
        (11, Empty),
        (12, Empty),
        (13, Empty),
        (14, Empty),
        (15, Empty),
        (16, Struct((1, I8))),
        (17, Struct((1, Binary))),
        (18, Struct((1, Binary), (2, I32)))
    );

    private static readonly StructShape SchemaElement = Struct(
        (1, I32),
        (2, I32),
        (3, I32),
        (4, Binary),
        (5, I32),
        (6, I32),
        (7, I32),
        (8, I32),
        (9, I32),
        (10, LogicalType)
    );

    private static readonly StructShape KeyValue = Struct((1, Binary), (2, Binary));

    private static readonly StructShape Box = Struct(
        (1, ThriftShape.Double),
        (2, ThriftShape.Double),
        (3, ThriftShape.Double),
        (4, ThriftShape.Double),
        (5, ThriftShape.Double),
        (6, ThriftShape.Double),
        (7, ThriftShape.Double),
        (8, ThriftShape.Double)
    );

    private static readonly StructShape ColumnMetaData = Struct(
        (1, I32),
        (2, List(I32)),
        (3, List(Binary)),
        (4, I32),
        (5, I64),
        (6, I64),
        (7, I64),
        (8, List(KeyValue)),
        (9, I64),
        (10, I64),
        (11, I64),
        (12, Statistics),
        (13, List(Struct((1, I32), (2, I32), (3, I32)))),
        (14, I64),
        (15, I32),
        (16, Struct((1, I64), (2, List(I64)), (3, List(I64)))),
        (17, Struct((1, Box), (2, List(I32))))
    );

    private static readonly StructShape ColumnChunk = Struct(
        (1, Binary),
        (2, I64),
        (3, ColumnMetaData),
        (4, I64),
        (5, I32),
        (6, I64),
        (7, I32)
    );

    private static readonly StructShape RowGroup = Struct(
        (1, List(ColumnChunk)),
        (2, I64),
        (3, I64),
        (4, List(Struct((1, I32), (2, Bool), (3, Bool)))),
        (5, I64),
        (6, I64),
        (7, I16)
    );

    /// <summary>The footer.</summary>
    public static StructShape FileMetaData { get; } =
        Struct(
            (1, I32),
            (2, List(SchemaElement)),
            (3, I64),
            (4, List(RowGroup)),
            (5, List(KeyValue)),
            (6, Binary),
            (7, List(Struct((1, Empty), (2, Empty))))
        );

    /// <summary>What stands before every page.</summary>
    public static StructShape PageHeader { get; } =
        Struct(
            (1, I32),
            (2, I32),
            (3, I32),
            (4, I32),
            (5, Struct((1, I32), (2, I32), (3, I32), (4, I32), (5, Statistics))),
            (6, Empty),
            (7, Struct((1, I32), (2, I32), (3, Bool))),
            (
                8,
                Struct(
                    (1, I32),
                    (2, I32),
                    (3, I32),
                    (4, I32),
                    (5, I32),
                    (6, I32),
                    (7, Bool),
                    (8, Statistics)
                )
            )
        );
}
