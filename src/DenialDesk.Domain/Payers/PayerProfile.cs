using System.Text.RegularExpressions;

namespace DenialDesk.Domain.Payers;

/// <summary>What a payer probably is, guessed from its name and how claims to it are filed. Chooses window rules until somebody corrects it.</summary>
/// <param name="Class">The class of payer.</param>
/// <param name="Lob">Line of business as in the window rules (<c>medicare_ffs</c>, <c>ma</c>, <c>medicaid_ffs</c>, <c>commercial</c>…); nothing when unknown.</param>
/// <param name="Family">Payer family as in the window rules (<c>UHC</c>, <c>Aetna</c>…).</param>
/// <param name="Payer">Single payer as in the window rules (<c>BCBSTX</c>).</param>
/// <param name="State">State, two letters, when the name tells it.</param>
public sealed partial record PayerProfile(PayerClass Class, string? Lob, string? Family = null, string? Payer = null, string? State = null)
{
    /// <summary>Guesses from the payer's name and the claim filing indicator (CLP06), the state of the payer's address helping where the name is silent.</summary>
    public static PayerProfile Guess(string? name, string? filingIndicator, string? state = null)
    {
        var normal = PayerName.Normal(name);
        var brand = Brand(normal);
        var (kind, lob) = KindOf(normal, brand.Family, filingIndicator?.Trim().ToUpperInvariant());
        return new(kind, lob, brand.Family, brand.Payer, brand.State ?? StateOf(normal) ?? (state?.Trim().ToUpperInvariant() is { Length: 2 } sent ? sent : null));
    }

    /// <summary>The class alone, from the filing indicator of one claim.</summary>
    public static PayerClass ClassOf(string? filingIndicator) => OfIndicator(filingIndicator?.Trim().ToUpperInvariant())?.Class ?? PayerClass.Unknown;

    private static (PayerClass Class, string? Lob) KindOf(string name, string? family, string? indicator)
    {
        var told = OfName(name);
        var filed = OfIndicator(indicator);
        if (told is { Class: PayerClass.Medicare } && family is not null)
        {
            return (PayerClass.MedicareAdvantage, "ma");
        }

        if (told is { } clear)
        {
            return clear;
        }

        return filed switch
        {
            { Class: PayerClass.Medicare } when family is not null => (PayerClass.MedicareAdvantage, "ma"),
            { } known => known,
            _ when family is not null => (PayerClass.Commercial, "commercial"),
            _ => (PayerClass.Unknown, null),
        };
    }

    /// <summary>What the name alone tells.</summary>
    private static (PayerClass Class, string Lob)? OfName(string name) => name switch
    {
        _ when MedicareAdvantageName().IsMatch(name) => (PayerClass.MedicareAdvantage, "ma"),
        _ when ManagedMedicaidName().IsMatch(name) => (PayerClass.Medicaid, "medicaid_mco"),
        _ when MedicaidName().IsMatch(name) => (PayerClass.Medicaid, "medicaid_ffs"),
        _ when MedicareName().IsMatch(name) => (PayerClass.Medicare, "medicare_ffs"),
        _ when ChampvaName().IsMatch(name) => (PayerClass.Tricare, "champva"),
        _ when TricareName().IsMatch(name) => (PayerClass.Tricare, "tricare"),
        _ when VeteransName().IsMatch(name) => (PayerClass.Veterans, "va_ccn"),
        _ when FederalPlanName().IsMatch(name) => (PayerClass.Commercial, "fep"),
        _ when WorkName().IsMatch(name) => (PayerClass.WorkersComp, "wc"),
        _ when AutoName().IsMatch(name) => (PayerClass.Auto, "auto"),
        _ => null,
    };

    /// <summary>What the filing indicator alone tells (code list of CLP06 and SBR09).</summary>
    private static (PayerClass Class, string Lob)? OfIndicator(string? indicator) => indicator switch
    {
        "MA" or "MB" => (PayerClass.Medicare, "medicare_ffs"),
        "16" => (PayerClass.MedicareAdvantage, "ma"),
        "MC" => (PayerClass.Medicaid, "medicaid_ffs"),
        "CH" => (PayerClass.Tricare, "tricare"),
        "VA" => (PayerClass.Veterans, "va_ccn"),
        "WC" => (PayerClass.WorkersComp, "wc"),
        "AM" or "LM" => (PayerClass.Auto, "auto"),
        "FI" => (PayerClass.Commercial, "fep"),
        "12" or "13" or "14" or "15" or "17" or "BL" or "CI" or "HM" or "DS" => (PayerClass.Commercial, "commercial"),
        _ => null,
    };

    private static (string? Family, string? Payer, string? State) Brand(string name) => name switch
    {
        _ when BcbsTexas().IsMatch(name) => ("HCSC", "BCBSTX", "TX"),
        _ when Hcsc().IsMatch(name) => ("HCSC", null, null),
        _ when Horizon().IsMatch(name) => ("Horizon", "HorizonNJ", "NJ"),
        _ when Uhc().IsMatch(name) => ("UHC", name.Contains("COMMUNITY PLAN", StringComparison.Ordinal) && StateOf(name) == "OH" ? "UHC-CP-OH" : null, null),
        _ when Aetna().IsMatch(name) => ("Aetna", null, null),
        _ when Cigna().IsMatch(name) => ("Cigna", null, null),
        _ when Anthem().IsMatch(name) => ("Anthem", null, null),
        _ when Humana().IsMatch(name) => ("Humana", null, null),
        _ when Kaiser().IsMatch(name) => ("Kaiser", StateOf(name) == "WA" ? "Kaiser-WA" : null, null),
        _ when Molina().IsMatch(name) => ("Molina", StateOf(name) is "NY" or "VA" or "CA" ? $"Molina-{StateOf(name)}" : null, null),
        _ when NebraskaTotalCare().IsMatch(name) => ("Centene", "Centene-NE", "NE"),
        _ when Ambetter().IsMatch(name) => ("Centene", StateOf(name) is "KS" or "FL" ? $"Ambetter-{StateOf(name)}" : null, null),
        _ => (null, null, null),
    };

    /// <summary>The state a name ends or begins with, or spells out.</summary>
    private static string? StateOf(string name) => UsStates.In(name);

    [GeneratedRegex(@"\bMEDICARE (ADVANTAGE|SOLUTIONS|COMPLETE|HMO|PPO|PLUS)\b|\bADVANTAGE (PLAN|PLANS)\b|\bMEDICARE\b.*\bDUAL\b")]
    private static partial Regex MedicareAdvantageName();

    [GeneratedRegex(@"\bCOMMUNITY PLAN\b|\bMEDICAID (MANAGED|HMO|SOLUTIONS|PLAN)\b|\bMANAGED MEDICAID\b|\bTOTAL CARE\b|\bBETTER HEALTH\b|\bMOLINA\b|\bAMERIGROUP\b|\bCARESOURCE\b|\bMERIDIAN\b")]
    private static partial Regex ManagedMedicaidName();

    [GeneratedRegex(@"\bMEDICAID\b|\bMEDI CAL\b|\bMEDICAL ASSISTANCE\b|\bTMHP\b|\bNYSDOH\b|\bEMEDNY\b|\bDIVISI?ON OF HEALTH CARE FINANCING\b|\bAHCCCS\b|\bMASSHEALTH\b|\bTENNCARE\b|\bSOONERCARE\b")]
    private static partial Regex MedicaidName();

    [GeneratedRegex(@"\bMEDICARE\b|\bNORIDIAN\b|\bNOVITAS\b|\bPALMETTO GBA\b|\bFIRST COAST SERVICE\b|\bNATIONAL GOVERNMENT SERVICES\b|\bNGS\b|\bCGS\b|\bWISCONSIN PHYSICIANS SERVICE\b|\bWPS\b|\bRAILROAD MEDICARE\b|\bMAC (PART )?[AB]\b|\bMAC J[0-9A-Z]\b")]
    private static partial Regex MedicareName();

    [GeneratedRegex(@"\bCHAMPVA\b")]
    private static partial Regex ChampvaName();

    [GeneratedRegex(@"\bTRICARE\b|\bCHAMPUS\b|\bHUMANA MILITARY\b|\bHEALTH NET FEDERAL\b|\bHNFS\b")]
    private static partial Regex TricareName();

    [GeneratedRegex(@"\bVA CCN\b|\bVETERANS (AFFAIRS|ADMINISTRATION)\b|\bTRIWEST\b|\bDEPARTMENT OF VETERANS\b|\bOPTUM VA\b|\bVACCN\b")]
    private static partial Regex VeteransName();

    [GeneratedRegex(@"\bFEP\b|\bFEDERAL EMPLOYEE")]
    private static partial Regex FederalPlanName();

    [GeneratedRegex(@"\bWORK(ERS|MENS|MANS)? COMP|\bSTATE FUND\b|\bBWC\b|\bLABOR AND INDUSTRIES\b")]
    private static partial Regex WorkName();

    [GeneratedRegex(@"\bGEICO\b|\bSTATE FARM\b|\bPROGRESSIVE\b|\bALLSTATE\b|\bAUTO INS\b|\bNO FAULT\b|\bUSAA CASUALTY\b")]
    private static partial Regex AutoName();

    [GeneratedRegex(@"^BCBS ?(OF )?(TX|TEXAS)\b|\bBCBSTX\b|\bBLUE CROSS (OF )?TEXAS\b")]
    private static partial Regex BcbsTexas();

    [GeneratedRegex(@"\bHCSC\b|\bHEALTH CARE SERVICE\b|^BCBS ?(OF )?(IL|ILLINOIS|OK|OKLAHOMA|NM|NEW MEXICO|MT|MONTANA)\b|\bBCBS(IL|OK|NM|MT)\b")]
    private static partial Regex Hcsc();

    [GeneratedRegex(@"\bHORIZON\b.*\b(NJ|NEW JERSEY|BCBS|BLUE)\b")]
    private static partial Regex Horizon();

    [GeneratedRegex(@"\bUNITED ?HEALTH ?(CARE)?\b|\bUHC\b|\bUMR\b|\bOXFORD HEALTH\b|\bGOLDEN RULE\b")]
    private static partial Regex Uhc();

    [GeneratedRegex(@"\bAETNA\b|\bCOVENTRY\b|\bMERITAIN\b")]
    private static partial Regex Aetna();

    [GeneratedRegex(@"\bCIGNA\b|\bEVERNORTH\b|\bGREAT WEST HEALTH")]
    private static partial Regex Cigna();

    [GeneratedRegex(@"\bANTHEM\b|\bELEVANCE\b|\bEMPIRE (BLUE|BCBS)\b|\bAMERIGROUP\b")]
    private static partial Regex Anthem();

    [GeneratedRegex(@"\bHUMANA\b(?! MILITARY)")]
    private static partial Regex Humana();

    [GeneratedRegex(@"\bKAISER\b")]
    private static partial Regex Kaiser();

    [GeneratedRegex(@"\bMOLINA\b")]
    private static partial Regex Molina();

    [GeneratedRegex(@"\bNEBRASKA TOTAL CARE\b")]
    private static partial Regex NebraskaTotalCare();

    [GeneratedRegex(@"\bAMBETTER\b|\bCENTENE\b|\bWELLCARE\b|\bSUPERIOR HEALTH\b|\bSUNFLOWER\b")]
    private static partial Regex Ambetter();
}
