using System.Collections.Frozen;

namespace DenialDesk.Domain.Payers;

/// <summary>Finds a state in a normalised payer name: spelled out anywhere, or as a two-letter word at the end.</summary>
internal static class UsStates
{
    private static readonly FrozenDictionary<string, string> Names = string.Join(';',
            "ALABAMA=AL;ALASKA=AK;ARIZONA=AZ;ARKANSAS=AR;CALIFORNIA=CA;COLORADO=CO;CONNECTICUT=CT;DELAWARE=DE;FLORIDA=FL;GEORGIA=GA",
            "HAWAII=HI;IDAHO=ID;ILLINOIS=IL;INDIANA=IN;IOWA=IA;KANSAS=KS;KENTUCKY=KY;LOUISIANA=LA;MAINE=ME;MARYLAND=MD",
            "MASSACHUSETTS=MA;MICHIGAN=MI;MINNESOTA=MN;MISSISSIPPI=MS;MISSOURI=MO;MONTANA=MT;NEBRASKA=NE;NEVADA=NV;NEW HAMPSHIRE=NH",
            "NEW JERSEY=NJ;NEW MEXICO=NM;NEW YORK=NY;NORTH CAROLINA=NC;NORTH DAKOTA=ND;OHIO=OH;OKLAHOMA=OK;OREGON=OR;PENNSYLVANIA=PA",
            "RHODE ISLAND=RI;SOUTH CAROLINA=SC;SOUTH DAKOTA=SD;TENNESSEE=TN;TEXAS=TX;UTAH=UT;VERMONT=VT;WEST VIRGINIA=WV;VIRGINIA=VA",
            "WASHINGTON=WA;WISCONSIN=WI;WYOMING=WY;MEDI CAL=CA;TMHP=TX;NYSDOH=NY;AHCCCS=AZ")
        .Split(';')
        .ToFrozenDictionary(pair => pair[..^3], pair => pair[^2..]);

    /// <summary>Longer names first, so that West Virginia is not Virginia.</summary>
    private static readonly string[] Spelled = [.. Names.Keys.OrderByDescending(name => name.Length)];

    private static readonly FrozenSet<string> Codes = Names.Values.ToFrozenSet();

    internal static string? In(string name)
    {
        var padded = $" {name} ";
        var spelled = Array.Find(Spelled, state => padded.Contains($" {state} ", StringComparison.Ordinal));
        if (spelled is not null)
        {
            return Names[spelled];
        }

        var last = name[(name.LastIndexOf(' ') + 1)..];
        return last.Length == 2 && Codes.Contains(last) ? last : null;
    }
}
