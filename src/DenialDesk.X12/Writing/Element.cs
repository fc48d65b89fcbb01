using System.Globalization;

namespace DenialDesk.X12.Writing;

/// <summary>An element to write: text, or the parts of a composite. Text turns into one by itself.</summary>
public readonly struct Element
{
    private readonly string[]? parts;

    private Element(string[] parts) => this.parts = parts;

    /// <summary>The parts; one for a plain element, none for an empty one.</summary>
    public IReadOnlyList<string> Parts => parts ?? [];

    /// <summary>A plain element.</summary>
    public static implicit operator Element(string? text) => FromString(text);

    /// <summary>A plain element.</summary>
    public static Element FromString(string? text) => string.IsNullOrEmpty(text) ? default : new Element([text]);

    /// <summary>A composite; empty parts at its end are left out.</summary>
    public static Element Of(params string[] parts) => new(parts);

    /// <summary>An amount or a quantity without zeros at its end: 100, 12.5, -3.05.</summary>
    public static Element Of(decimal number) => new([Number(number)]);

    /// <summary>A day as CCYYMMDD.</summary>
    public static Element Of(DateOnly date) => new([Date(date)]);

    internal static string Number(decimal number) => number.ToString("0.##########", CultureInfo.InvariantCulture);

    internal static string Date(DateOnly date) => date.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
