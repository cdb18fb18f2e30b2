using System.Reflection;
using System.Reflection.Emit;

namespace Mlp.TorchSharp.Tests;

/// <summary>Which methods a method names in its IL: what it calls, makes, or takes the address of.</summary>
internal static class MethodCalls
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly
        | BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static;

    private static readonly Dictionary<ushort, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value);

    /// <summary>All methods and constructors written in an assembly, those of nested and generated types too.</summary>
    public static IEnumerable<MethodBase> Methods(Assembly assembly) =>
        assembly
            .GetTypes()
            .SelectMany(type =>
                type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared))
            );

    /// <summary>The methods named in a method; none where it has no body.</summary>
    public static IEnumerable<MethodBase> Of(MethodBase method)
    {
        if (method.GetMethodBody()?.GetILAsByteArray() is not { } il)
        {
            yield break;
        }

        var ofType = method.DeclaringType!.GetGenericArguments();
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : [];
        for (var i = 0; i < il.Length; )
        {
            // 0xFE begins a code of two bytes.
            var code = Codes[il[i] == 0xFE ? (ushort)((il[i++] << 8) | il[i++]) : il[i++]];
            if (code.OperandType == OperandType.InlineMethod)
            {
                yield return method.Module.ResolveMethod(
                    BitConverter.ToInt32(il, i),
                    ofType,
                    ofMethod
                )!;
            }

            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget => 1,
                OperandType.ShortInlineI => 1,
                OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 => 8,
                OperandType.InlineR => 8,
                // A count, then that many targets.
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, i)),
                // Tokens, targets, int32 and float32.
                _ => 4,
            };
        }
    }
}
