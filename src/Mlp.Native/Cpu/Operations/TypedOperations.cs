using System.Numerics;

namespace Mlp.Native;

/// <summary>The operations in one type on one path, by the very code that trains.</summary>
internal sealed partial class TypedOperations<T, L> : ITypedOperations
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where L : unmanaged, ILanes<L, T>;
