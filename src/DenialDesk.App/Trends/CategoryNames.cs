namespace DenialDesk.App.Trends;

/// <summary>A category's written name as people read it: "timely_filing" is "Timely filing".</summary>
internal static class CategoryNames
{
    public static string Of(string name) => name switch
    {
        "" or "none" => "Not classed",
        "cob" => "Coordination of benefits",
        "non_covered" => "Non-covered",
        _ => char.ToUpperInvariant(name[0]) + name[1..].Replace('_', ' '),
    };
}
