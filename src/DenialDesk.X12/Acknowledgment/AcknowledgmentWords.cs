using System.Collections.Frozen;

namespace DenialDesk.X12.Acknowledgment;

/// <summary>The error codes of 999, 997 and TA1 in our own plain words; an unknown code is shown as it is.</summary>
public static class AcknowledgmentWords
{
    private static readonly FrozenDictionary<string, string> SegmentCodes = new Dictionary<string, string>
    {
        ["1"] = "The receiver does not know this segment.",
        ["2"] = "The segment stands where it was not expected.",
        ["3"] = "A segment that has to be there is missing.",
        ["4"] = "The loop is repeated more often than allowed.",
        ["5"] = "The segment is repeated more often than allowed.",
        ["6"] = "The segment does not belong to this kind of transaction.",
        ["7"] = "The segment is out of order.",
        ["8"] = "One or more elements of the segment are wrong.",
        ["I4"] = "The guide does not use this segment; leave it out.",
        ["I6"] = "Another value makes this segment necessary, and it is missing.",
        ["I7"] = "The loop stands fewer times than the guide asks for.",
        ["I8"] = "The segment stands fewer times than the guide asks for.",
        ["I9"] = "Another value forbids this segment, and it is there.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> ElementCodes = new Dictionary<string, string>
    {
        ["1"] = "A required value is missing.",
        ["2"] = "A value is missing that another one in the segment calls for.",
        ["3"] = "The segment has more elements than it may have.",
        ["4"] = "The value is too short.",
        ["5"] = "The value is too long.",
        ["6"] = "The value has a character that is not allowed.",
        ["7"] = "The value is not one of the codes allowed here.",
        ["8"] = "The date is not valid.",
        ["9"] = "The time is not valid.",
        ["10"] = "Two values stand together that exclude each other.",
        ["12"] = "The element is repeated too often.",
        ["13"] = "The element has too many parts.",
        ["I6"] = "The guide does not use this code here.",
        ["I9"] = "Another value makes this one necessary, and it is missing.",
        ["I10"] = "The guide does not use this element; leave it empty.",
        ["I11"] = "The element is repeated fewer times than the guide asks for.",
        ["I12"] = "The value does not have the form the guide asks for.",
        ["I13"] = "Another value forbids this element, and it is filled.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> SetCodes = new Dictionary<string, string>
    {
        ["1"] = "The receiver does not take this kind of transaction.",
        ["2"] = "The transaction has no end (SE).",
        ["3"] = "The control numbers at start and end of the transaction differ.",
        ["4"] = "The number of segments told at the end is not the number sent.",
        ["5"] = "One or more segments are wrong.",
        ["6"] = "The kind of transaction is missing or wrong.",
        ["7"] = "The control number of the transaction is missing or wrong.",
        ["8"] = "The receiver does not know the name of the authentication key.",
        ["9"] = "The receiver does not know the name of the encryption key.",
        ["10"] = "The security service asked for is not offered.",
        ["11"] = "The receiver of the security is not known.",
        ["12"] = "The length of the encrypted message is wrong.",
        ["13"] = "The message authentication failed.",
        ["15"] = "The sender of the security is not known.",
        ["16"] = "What came out of the decryption is not X12.",
        ["17"] = "The receiver does not support security.",
        ["18"] = "The transaction does not belong in this kind of group.",
        ["19"] = "The guide named for the transaction is not valid.",
        ["23"] = "The control number of the transaction was used twice in the group.",
        ["24"] = "A security segment has a start (S3S) and no end.",
        ["25"] = "A security segment has an end (S3E) and no start.",
        ["26"] = "A security segment has a start (S4S) and no end.",
        ["27"] = "A security segment has an end (S4E) and no start.",
        ["I5"] = "One or more segments break the rules of the guide.",
        ["I6"] = "The receiver does not take this guide.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> GroupCodes = new Dictionary<string, string>
    {
        ["1"] = "The receiver does not take this kind of group.",
        ["2"] = "The receiver does not take this version.",
        ["3"] = "The group has no end (GE).",
        ["4"] = "The control numbers at start and end of the group differ.",
        ["5"] = "The number of transactions told at the end is not the number sent.",
        ["6"] = "The control number of the group is not valid.",
        ["10"] = "The receiver does not know the name of the authentication key.",
        ["11"] = "The receiver does not know the name of the encryption key.",
        ["12"] = "The security service asked for is not offered.",
        ["13"] = "The receiver of the security is not known.",
        ["14"] = "The sender of the security is not known.",
        ["15"] = "What came out of the decryption is not X12.",
        ["16"] = "The receiver does not support security.",
        ["17"] = "The length of the encrypted message is wrong.",
        ["18"] = "The message authentication failed.",
        ["19"] = "The control number of the group was used twice in the interchange.",
        ["23"] = "A security segment has a start (S3S) and no end.",
        ["24"] = "A security segment has an end (S3E) and no start.",
        ["25"] = "A security segment has a start (S4S) and no end.",
        ["26"] = "A security segment has an end (S4E) and no start.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> NoteCodes = new Dictionary<string, string>
    {
        ["000"] = "No error.",
        ["001"] = "The control numbers at start and end of the interchange differ.",
        ["002"] = "The receiver does not take the standard the interchange names.",
        ["003"] = "The receiver does not take the version of the interchange.",
        ["004"] = "The character that ends segments is not valid.",
        ["005"] = "The kind of sender id is not valid.",
        ["006"] = "The receiver does not know the sender id.",
        ["007"] = "The kind of receiver id is not valid.",
        ["008"] = "The receiver id is not valid.",
        ["009"] = "Nobody here has this receiver id.",
        ["010"] = "The kind of authorization is not valid.",
        ["011"] = "The authorization is not valid.",
        ["012"] = "The kind of security information is not valid.",
        ["013"] = "The security information is not valid.",
        ["014"] = "The date of the interchange is not valid.",
        ["015"] = "The time of the interchange is not valid.",
        ["016"] = "The repetition separator or standard id in the ISA is not valid.",
        ["017"] = "The version in the ISA is not valid.",
        ["018"] = "The control number of the interchange is not valid.",
        ["019"] = "The request for an acknowledgment is not valid.",
        ["020"] = "The test or production indicator is not valid.",
        ["021"] = "The number of groups told at the end is not the number sent.",
        ["022"] = "The wrappers do not fit together.",
        ["023"] = "The file ends too early.",
        ["024"] = "What stands inside the interchange is not valid, for example a group start (GS).",
        ["025"] = "An interchange with this control number came before; this one was taken for a duplicate.",
        ["026"] = "The character between elements is not valid.",
        ["027"] = "The character between components is not valid.",
        ["028"] = "The delivery date asked for is not valid.",
        ["029"] = "The delivery time asked for is not valid.",
        ["030"] = "The delivery time code is not valid.",
        ["031"] = "The grade of service asked for is not valid.",
    }.ToFrozenDictionary();

    /// <summary>IK304 / AK304: what is wrong with a segment.</summary>
    public static string Segment(string code) => Told(SegmentCodes, code);

    /// <summary>IK403 / AK403: what is wrong with an element.</summary>
    public static string Element(string code) => Told(ElementCodes, code);

    /// <summary>IK502–06 / AK502–06: what is wrong with a transaction.</summary>
    public static string Set(string code) => Told(SetCodes, code);

    /// <summary>AK905–09: what is wrong with a group.</summary>
    public static string Group(string code) => Told(GroupCodes, code);

    /// <summary>TA105: what is wrong with an interchange.</summary>
    public static string Note(string code) => Told(NoteCodes, code.PadLeft(3, '0'));

    private static string Told(FrozenDictionary<string, string> codes, string code) =>
        codes.TryGetValue(code, out var sentence) ? sentence
        : code.Length == 0 ? "The receiver names no reason."
        : $"The receiver's reason is code {code}, which is not in our list.";
}
