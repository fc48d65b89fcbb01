namespace DenialDesk.Domain.Codes;

/// <summary>Procedures that are paid and refused by the same rules, told by the beginning of their codes: "971xx" is every code that begins with 971.</summary>
/// <remarks>What a payer asks for (an authorization, a modifier, a limit) is written for neighbouring codes, so this is what denials are divided by, alerts and changes are narrowed to, rules of
/// claims begin with and the queue is filtered by. Odds and minutes are learned by the coarser <see cref="ProcedureFamily"/>, for which a practice has enough attempts.
/// Worked examples: docs/rules/procedure-families.md.</remarks>
public static class ProcedureGroup
{
    /// <summary>Characters of a code that make its group.</summary>
    public const int Length = 3;

    /// <summary>The group of a code without its ending, "971"; empty when the code is shorter than that.</summary>
    public static string Of(string? code) => (code ?? "").Trim() is var plain && plain.Length >= Length ? plain[..Length].ToUpperInvariant() : "";

    /// <summary>The group as a person reads it, "971xx"; empty for none.</summary>
    public static string Name(string? code) => Of(code) is { Length: > 0 } group ? group + "xx" : "";

    /// <summary>What the codes begin with that were typed or stand in an address: "971xx", "971" and "971XX" are 971, "97110" is itself.</summary>
    public static string Beginning(string text) => text.Trim().ToUpperInvariant() is var code && code.Length == Length + 2 && code.EndsWith("XX", StringComparison.Ordinal) ? code[..Length] : code;
}
