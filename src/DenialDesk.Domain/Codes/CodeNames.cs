using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace DenialDesk.Domain.Codes;

/// <summary>The written names of the vocabulary: snake_case as in the code tables, the database, addresses and JSON (<c>timely_filing</c>).</summary>
public static class CodeNames
{
    /// <summary>The written name of a value: <c>DenialCategory.TimelyFiling</c> is <c>timely_filing</c>.</summary>
    public static string Text<T>(this T value) where T : struct, Enum => Names<T>.Texts[value];

    /// <summary>The value a written name stands for, or nothing. Case and surrounding blanks do not matter; <c>none</c> is nothing for a category.</summary>
    public static T? TryRead<T>(string? text) where T : struct, Enum =>
        text is not null && Names<T>.Values.TryGetValue(text.Trim(), out var value) ? value : null;

    /// <summary>The value a written name stands for; a name that does not exist is an error of the reference data.</summary>
    public static T Read<T>(string text) where T : struct, Enum =>
        TryRead<T>(text) ?? throw new FormatException($"'{text}' is not a {typeof(T).Name}.");

    private static string Snake(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        for (var i = 0; i < name.Length; i++)
        {
            var afterLetter = i > 0 && (char.IsUpper(name[i]) || (char.IsDigit(name[i]) && !char.IsDigit(name[i - 1])));
            if (afterLetter)
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }

    private static string Written<T>(T value) where T : struct, Enum =>
        typeof(T).GetField(value.ToString())!.GetCustomAttribute<WrittenAsAttribute>()?.Name ?? Snake(value.ToString());

    private static class Names<T> where T : struct, Enum
    {
        internal static readonly FrozenDictionary<T, string> Texts =
            Enum.GetValues<T>().ToFrozenDictionary(value => value, Written);

        internal static readonly FrozenDictionary<string, T> Values =
            Texts.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>The written name of an enum value where snake_case of its name would not be it.</summary>
/// <param name="name">The name in files.</param>
[AttributeUsage(AttributeTargets.Field)]
public sealed class WrittenAsAttribute(string name) : Attribute
{
    /// <summary>The name in files.</summary>
    public string Name { get; } = name;
}
