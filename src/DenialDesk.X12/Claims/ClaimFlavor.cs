namespace DenialDesk.X12.Claims;

/// <summary>Which of the three claim guides a claim follows.</summary>
public enum ClaimFlavor
{
    /// <summary>Neither the version nor the lines tell.</summary>
    Unknown,

    /// <summary>837P, CMS-1500: lines are SV1, the place is a place of service.</summary>
    Professional,

    /// <summary>837I, UB-04: lines are SV2, the place is a type of bill.</summary>
    Institutional,

    /// <summary>837D: lines are SV3.</summary>
    Dental,
}

/// <summary>Tells the guide from its number and, failing that, from what the claim holds.</summary>
internal static class ClaimFlavors
{
    /// <summary>By ST03 or GS08; the numbers of the 4010 guides and of predeterminations and reporting copies included.</summary>
    public static ClaimFlavor OfVersion(string version)
    {
        var at = version.IndexOf('X', StringComparison.Ordinal);
        var number = at < 0 ? "" : version.Substring(at + 1, Math.Min(3, version.Length - at - 1));
        return number switch
        {
            "222" or "098" or "291" or "298" => ClaimFlavor.Professional,
            "223" or "096" or "292" or "299" => ClaimFlavor.Institutional,
            "224" or "097" or "293" or "300" => ClaimFlavor.Dental,
            _ => ClaimFlavor.Unknown,
        };
    }

    /// <summary>By the first service segment.</summary>
    public static ClaimFlavor OfService(string id) => id switch
    {
        "SV1" => ClaimFlavor.Professional,
        "SV2" => ClaimFlavor.Institutional,
        "SV3" => ClaimFlavor.Dental,
        _ => ClaimFlavor.Unknown,
    };

    /// <summary>By CLM05-2: A is a type of bill, B a place of service.</summary>
    public static ClaimFlavor OfFacilityQualifier(string qualifier) => qualifier switch
    {
        "A" => ClaimFlavor.Institutional,
        "B" => ClaimFlavor.Professional,
        _ => ClaimFlavor.Unknown,
    };
}
