"""The named building blocks of the cues: what bills call students, data, consent and the rest.

A cue in ``data/provisions/*.toml`` names a block in braces, ``{SELL} ~ {DATA}``. A block is one
regular expression in RE2's syntax, matched without regard to case; blocks may name earlier blocks.
They are words of the law's language, not of one bill: a new wording belongs here when more than
one provision needs it, and into the cue otherwise.
"""

from types import MappingProxyType

BLOCKS = MappingProxyType(
    {
        "STUDENT": r"\b(?:student|pupil|child(?:ren)?|minor|learner|covered user|teen|youth)s?\b",
        "FAMILY": r"(?:parents?\b|guardian|custodian|famil(?:y|ies)\b|person in parental relation)",
        "PERSON": (
            r"(?:parent(?:s|al|'s|s')?\b|guardian|custodian|eligible student|students?\b|pupils?\b"
            r"|minors?\b|child(?:ren)?\b|covered user|teens?\b|individual|users?\b)"
        ),
        "DATA": (
            r"(?:\bdata\b|information\b|\brecords?\b|transcripts?|\bPII\b|identifiers?\b"
            r"|directory information|covered information|student[- ]generated content)"
        ),
        "PUPILDATA": (
            r"(?:(?:student|pupil|learner|covered user|child(?:ren)?|minor|teen|parent)s?(?:'s?)? "
            r"(?:[\w'-]+,? ){0,5}?(?:data|information|records?)\b|covered information"
            r"|education(?:al)? (?:records?|data)|personally identifiable|personal (?:data"
            r"|information)"
            r"|personal student|(?:data|information|records?) (?:[\w'-]+,? ){0,8}?"
            r"(?:student|pupil|child(?:ren)?|minor|covered user|teen)s?\b|school records?"
            r"|protected information|directory information|confidential information"
            r"|(?:names?,|names? and|addresses,?|address,) (?:and )?(?:address(?:es)?|telephone)\b"
            r"|(?:such|the|any|its|all|that|this|of|share|sharing) (?:data|information|records?)\b)"
        ),
        "CONSENT": (
            r"(?:consent|permission|(?:signed|written) release|authori[sz]ation|written approval"
            r"|agree[sd]? in writing"
            r"|opt(?:s|ed)?[- ]in\b|voluntar(?:y|ily) (?:disclos|provid|suppl|given|submit)\w*"
            r"|expressly authori[sz]ed by (?:a|the) (?:student|parent|guardian|pupil))"
        ),
        "WHO": (
            r"(?:parent|guardian|eligible student|the student\b|a student\b|such student"
            r"|adult student"
            r"|covered user|the minor|a minor|the child\b|a child\b|the user\b|\bindividual"
            r"|famil(?:y|ies)\b"
            r"|\binformed\b|age of majority|(?:18|eighteen) years)"
        ),
        "WITHOUT": (
            r"(?:without\b|unless\b|until\b"
            r"|except:? (?:\(\w\) )?(?:with|upon|as|where|when|if|that)\b"
            r"|absent\b|in the absence of|only (?:with"
            r"|upon|after|if|when|where)|prior to (?:obtaining|receiving)|before"
            r" (?:obtaining|receiving)|failing to obtain)"
        ),
        # Who may say yes or no for a student, and how it is said.
        "KIN": (
            r"(?:\bparents?\b|\bguardians?\b|eligible (?:student|pupil)s?|adult (?:student|pupil)s?"
            r"|famil(?:y|ies)\b|person in parental relation"
            r"|\b(?:the|an?|each|such|that|any) (?:\w+ )?(?:student|pupil|child|minor|teen|youth"
            r"|learner|user)\b)"
        ),
        "ASSENT": (
            r"\b(?:consent(?:s|ed|ing)?|permits?|permitted|permission|authori[sz](?:e|es|ed|ation)"
            r"|agree(?:s|d)?|agreement (?:of|from|by)|(?:written|affirmative|express) agreement"
            r"|approv(?:es?|ed|al)|assent(?:s|ed)?|allows?|allowed|accept(?:s|ed)?|sign(?:s|ed"
            r"|ature)"
            r"|sa(?:ys|id|y) yes|leave (?:of|from|in)|leave given|opt(?:s|ed)?[- ]in|go-ahead)\b"
        ),
        "YES": (
            r"\b(?:consent|permission|authori[sz]ation|approval|agreement|assent|leave|signature"
            r"|go-ahead|sanction|blessing|say-so)\b"
        ),
        "UNLESS": (
            r"(?:\bunless\b|\buntil\b"
            r"|\bexcept:? (?:\(\w\) )?(?:with|upon|on|as|where|when|if|that|by)\b"
            r"|\bsave (?:with|where|if|when|on|by)\b"
            r"|\bonly (?:with|upon|on|after|if|when|where|at|by)\b"
            r"|and only (?:if|when|where)\b|\bbut (?:only|with|for|by|on|upon)\b|not accompanied by"
            r"|in the absence of|(?:has|have|had) not\b|\bprior to\b|\bbefore\b)"
        ),
        "DISCLOSE": (
            r"\b(?:re[- ]?disclos|disclos|releas|disseminat|divulg|furnish|transmit|transfer)\w*"
            r"|\bshar(?:e|ed|es|ing)\b|provid\w+ access|(?:mak(?:e|es|ing)|made) available|"
            r"\baccess(?:ed|es|ing)? (?:to|such|the|student|any)|\baccess(?:ed)? by (?:an?|any"
            r"|the|other"
            r"|third|persons?|anyone|unauthori|authori|only|school|teachers?|employees?)\b"
        ),
        "NOT": (
            r"\b(?:not|no|none|nothing|nor|neither|never|cannot|unlawful|prohibit\w*|forbid\w*"
            r"|forbidden"
            r"|barred|refrain|abstain|nobody)\b"
        ),
        # What is held about a student, told apart from data of any other kind.
        "HELD": (
            r"(?:personally[- ]identif\w+|personal(?:ly)? identifying"
            r"|(?:student|pupil|child|children|minor|teen|learner)(?:'s|s'|s)?"
            r" (?:(?:personal(?:ly)?|identif\w+|education(?:al)?|academic|school|health|medical"
            r"|discipl\w+|behavio\w+|test|assessment|enrollment|attendance|performance"
            r"|achievement|growth|level"
            r"|private|confidential|sensitive|individual|demographic|directory|special|cumulative"
            r"|permanent|online|biometric|immunization|contact|registration|and|or|library"
            r"|disability|financial|aid|progress|treatment|counseling|guidance),? )*"
            r"(?:data|information|records?|files?|transcripts?)\b"
            r"|(?:covered|personal|directory|student-level|pupil-level) (?:information|data)"
            r"|education(?:al)? data|(?:education(?:al)?|school|academic|scholastic|cumulative)"
            r" (?:records?|files?|transcripts?)"
            r"|(?:data|information|records?|files?)"
            r" (?:about|on|of|concerning|regarding|pertaining to|relating to|that identif\w+"
            r"|from which) (?:a |an |any |the |each |such |individual |its |their |that )*"
            r"(?:student|pupil|child|minor|teen|learner)"
            r"|(?:names?|identit(?:y|ies)|image|photograph|likeness|address(?:es)?)s? of "
            r"(?:a |an |any |the |its |their |such |each |individual )*"
            r"(?:student|pupil|child|minor)"
            r"|(?:student|pupil|child|minor)(?:'s|s'|s)? (?:names?|identity|image|photograph"
            r"|likeness|home address)s?"
            r"|\btranscripts?\b)"
        ),
        # What is known of a student, held or not: results, pictures, words, who they are.
        "KNOWN": (
            r"(?:{HELD}|(?:test|assessment|examination|screening|survey|evaluation|achievement"
            r"|interview) (?:results?|scores?|data|responses|answers|records?)"
            r"|(?:student|pupil)(?:'s|s'|s)? (?:lists?|rosters?|directories|pictures?)\b"
            r"|(?:scores?|grades?|results?|responses|answers|identit(?:y|ies)|names?|photographs?"
            r"|pictures?|images?|recordings?|footage|videos?|videotapes?|communications?|files?"
            r"|rosters?|lists?|reports?|registr(?:y|ies)|registers?|data|records?|information|profiles?)"
            r",? (?:that |which |made )?(?:of|on|about|for|from|by|with|naming"
            r"|identif(?:y|ies|ying)|concerning|regarding|involving|depicting|showing"
            r"|relat(?:es?|ed|ing) to|pertain(?:s|ing)? to) (?:\w+,? ){0,4}?"
            r"(?:student|pupil|child|children|minor|teen|learner|youth)"
            r"|(?:immunization|health|medical|counseling|psychological|disciplin\w+|attendance"
            r"|library|enrollment|special education|guidance) (?:records?|files?)|(?:information"
            r"|data|materials?|anything|content) (?:that|which) (?:\w+ ){0,3}identif\w+"
            r"|(?:student|pupil|child|minor)(?:'s|s'|s) (?:\w+ ){0,2}(?:scores?|grades?|results?"
            r"|responses|answers|communications?|recordings?|images?|gender identity"
            r"|sexual orientation|immigration status|religion|disability|diagnosis|location"
            r"|whereabouts|(?:\w+ )?histor(?:y|ies))"
            r"|(?:social security|identification) numbers? of (?:\w+,? ){0,3}?"
            r"(?:student|pupil|child|minor))"
        ),
        "ANYONE": r"(?:{FAMILY}|\b(?:student|pupil|minor|teen|user|child|individual|consumer)s?\b)",
        # What may be done with data or asked of a student, and so refused.
        "HANDLING": (
            r"(?:disclos|releas|shar(?:e|ed|ing)|collect|us(?:e|ed|ing) of|process|survey"
            r"|questionnaire|participat|directory|database|data (?:system|collection)|digital"
            r"|online|photograph|image|recommend|social security|publi(?:sh|c)|post(?:ed|ing)"
            r"|geolocation|track)\w*"
        ),
        "GIVE": (
            r"\b(?:re[- ]?disclos|disclos|releas|disseminat|divulg|furnish|transmit"
            r"|transfer)\w*|\bshar(?:e|ed|es|ing)\b"
        ),
        # Passing on, in plain words too: a rule that uses it names the data as well.
        "PASS": (
            r"(?:{DISCLOSE}|{GIVE}|\b(?:giv(?:e|en|es|ing)|sen(?:d|t|ds)|sending|provid(?:e|es|ing)"
            r"|(?:be|been|being|is|are|was|were|or|and|not|never|nor|data|information|records?)"
            r" provided"
            r"|pass(?:ed|ing)? on|passing|publish\w*|post(?:ed|ing)?|placed online|made public"
            r"|reveal\w*|suppl(?:y|ied|ying)|report(?:ed|ing)?|go(?:es)? to|leaves? the"
            r"|hand(?:s|ed|ing)? (?:over|to)|\bshow(?:s|n|ing)?\b|giv(?:e|en) out|divulg\w*"
            r"|part(?:s|ing)? with|impart\w*|ma[dk]e known|convey(?:s|ed|ing)?"
            r"|communicat(?:e|es|ed|ing))\b)"
        ),
        "SELL": (
            r"\b(?:sell(?:s|ing)?|sold|sale|sales|rent(?:s|ed|ing)?|leas(?:e|ed|ing)"
            r"|trad(?:e|ed|ing)"
            r"|barter\w*|(?:monetiz|commerciali[sz])\w+|re-?sell\w*|re-?sold|resale"
            r"|peddl\w+|hir(?:e|ed|ing) out"
            r"|auction\w*)\b"
        ),
        "USE": (
            r"\b(?:us(?:e|es|ed|ing)|process(?:es|ed|ing)?|access(?:es|ed|ing)?|min(?:e"
            r"|ed|ing))\b"
        ),
        "COLLECT": (
            r"\b(?:collect(?:s|ed|ing|ion)?|gather(?:s|ed|ing)?|obtain(?:s|ed|ing)?"
            r"|solicit(?:s|ed|ing)?|acquir(?:e|es|ed|ing))\b"
        ),
        "DELETE": (
            r"\b(?:delet|destr[ou]|eras(?:e|ing|ure)|expung|purg|dispos(?:e|al|ing)|discard"
            r"|shred|wip(?:e|ing)|get rid of|getting rid of|obliterat|scrub"
            r"|de-?identify and)\w*"
        ),
        "NOTIFY": (
            r"(?:\bnotif(?:y|ies|ied|ying|ication|ications)\b|\bnotices?\b|\binform(?:s"
            r"|ing)?\b|\b(?:be|are|is) informed\b)"
        ),
        "BREACH": (
            r"(?:\bbreach(?:es|ed)?\b|unauthori[sz]ed (?:release|disclosure|acquisition"
            r"|access|use|transfer)"
            r"|security incident|data incident|cyber[- ]?security incident|compromis(?:e"
            r"|ed) (?:of|the|student|security)|\bleak of\b)"
        ),
        "CONTRACT": (
            r"\b(?:contracts?|agreements?|memorand(?:um|a) of (?:understanding|agreement))\b"
        ),
        "TERM": (
            r"\b(?:contracts?|agreements?|terms of service|memorand(?:um|a) of"
            r" (?:understanding|agreement))\b"
            r"[^.;]{0,300}?\b(?:shall|must|will|to) (?:also |each |expressly |specifically "
            r"|at a minimum[, ]*|,? ?"
            r"at minimum,? ?)*(?:include|contain|specify|stipulate|describe|address|set forth)\b"
            r"|\b(?:contracts?|agreements?|memorand(?:um|a) of (?:understanding"
            r"|agreement))\b(?: [\w()-]+){0,9}? "
            r"(?:shall|must):? (?:also |expressly )*"
            r"(?:require|provide (?:that|for)|prohibit|forbid|bar|state|certify|govern|ensure"
            r"|establish|obligate|oblige|bind|commit)\b"
            r"|\b(?:contracts?|agreements?)(?: (?:under|pursuant to) this \w+)? (?:shall|must):"
            r"|\brequire the following provisions in the contracts?\b"
            r"|\b(?:shall|must) (?:require|provide),? (?:in|by) (?:the|a|any|each|its|such)"
            r" (?:written )?"
            r"(?:contract|agreement)s?\b"
            r"|\bagree,? in (?:the|a) (?:written )?(?:contract|agreement)\b"
            r"|\b(?:includ|contain|requir)\w+ (?:in (?:any|each|all|every|such) )(?:such"
            r" )?(?:contract|agreement)s?"
            r"|\bcontracts?\b[^.;]{0,120}?\b(?:includes?|contains?) (?:(?:all|each|at least"
            r"|both|any) (?:of )?the following"
            r"|the following|provisions?|express|a provision|a data)"
            r"|\b(?:contract|agreement)s?\b[^.;]{0,250}?\b(?:shall|must):? (?:\(\w\) )?expressly "
            r"(?:authori[sz]e|require|prohibit|forbid|oblige)"
            r"|\bagreements?\b[^.;]{0,160}?\b(?:provides?|includes?|requires?|specif(?:y"
            r"|ies)) (?:the following|that|for)\b"
        ),
        "PLAN": (
            r"\b(?:plans?|polic(?:y|ies)|guidelines|procedures|regulations|best practices"
            r"|standards|criteria)\b"
            r"[^.;]{0,120}?\b(?:that |which )?(?:shall |must )?(?:includ(?:e|es|ing)"
            r"|address(?:es|ing)?|contain|provide for|establish)\b"
        ),
        "VENDOR": (
            r"(?:\boperators?\b|vendors?\b|contractors?\b|(?:service )?providers?\b|third[-"
            r" ]part(?:y|ies)\b"
            r"|outside part(?:y|ies)|private (?:entity|entities|part\w+)|contracting"
            r" part\w+|compan(?:y|ies)\b|consultants?\b|processors?\b)"
        ),
        "SCHOOL": (
            r"(?:\bschools?\b|\bdistricts?\b|local education providers?"
            r"|education(?:al)? (?:agenc(?:y|ies)|institutions?|entit(?:y|ies))"
            r"|\bboards?\b|\bdivisions?\b|\bdepartment\b|state agency|\bcomplex\b"
            r"|universit(?:y|ies)\b|colleges?\b)"
        ),
        "ADS": (
            r"(?:target(?:ed|ing|s)?\b[^.;]{0,40}?\b(?:advertis\w+|marketing|ads\b)"
            r"|advertis\w+|\bmarket(?:s|ing)? (?:or|and|to|products|goods|directly)|\bmarketing\b)"
        ),
        "WITHIN": (
            r"(?:within\b|(?:not|no) later than|not more than|in no (?:case|event)|not less"
            r" than|at least|"
            r"without unreasonable delay|most expedient|promptly|immediately|as soon as"
            r"|annually|each (?:school )?year)"
        ),
        "OUTSIDE": (
            r"(?:federal (?:government|agenc\w+|department|office|education|immigration"
            r"|law enforcement|authorit\w+)|(?:United States|U\.?S\.?) (?:Department|government)"
            r"|outside (?:of )?(?:the |this )?(?:state|commonwealth|country|United States"
            r"|Ala(?:bama|ska)|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida"
            r"|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas|Kentucky|Louisiana|Maine|Maryland"
            r"|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada"
            r"|New (?:Hampshire|Jersey|Mexico|York)|(?:North|South) (?:Carolina|Dakota)|Ohio"
            r"|Oklahoma|Oregon|Pennsylvania|Rhode Island|Tennessee|Texas|Utah|Vermont|Washington"
            r"|(?:West )?Virginia|Wisconsin|Wyoming)\b"
            r"|\b(?:exported?|removed|taken) from (?:the|this) (?:state|commonwealth|country"
            r"|United States)\b"
            r"|(?:multi-?state|interstate|national|assessment|testing) consorti(?:um|a)\b"
            r"|out[- ]of[- ]state|Department of Homeland|\b(?:an)?other states?\b|\bforeign\b"
            r"|beyond the (?:(?:borders?|boundar(?:y|ies)|limits) of|United States)"
            r"|consortium of states"
            r"|federal,? state,? (?:or|and) local (?:agenc|government)\w*"
            r"|(?:officers?|agents?|agenc(?:y|ies)|officials?|departments?) of the United States"
            r"|\bcovered nation|Immigration and Customs"
            r"|immigration (?:authorit|enforcement|officer|official)\w*)"
        ),
        # What of their children's data families are to be told.
        "MATTER": (
            r"(?:{HELD}|\bprivacy\b|survey|questionnaire|monitor\w*|directory|photograph|biometric"
            r"|recording|\bdata (?:is|are|will|that|system|sharing|practices)"
            r"|(?:data|information|records?) (?:that |which |to be |is |are |was |were |being "
            r"|will be |be |it )*(?:collect|shar|disclos|access|process|search|used|describ|obtain"
            r"|maintain|stor|releas)\w*"
            r"|(?:disclosure|collection|release|sharing|use) of "
            r"(?:the |such |their |its |any |student )*(?:data|information|records?|names?|images?)"
            r"|online services?|(?:digital|online) (?:tools?|products?|platforms?)"
            r"|(?:data|information|records?) (?:that )?(?:the|its?|their|an?|any) (?:\w+ ){0,2}"
            r"(?:collect|shar|gather|keep|hold|us|receiv|obtain|stor|maintain)(?:s|es)?\b"
            r"|(?:information|data) practices|transfer of (?:the |such |any |\w+ )*records?"
            r"|\bcameras?\b|categories of (?:\w+ )?information|information to be released"
            r"|supplying (?:of )?(?:the |such )?(?:data|information))"
        ),
        "SURVEY": (
            r"\b(?:survey|questionnaire|psychological (?:test|exam)\w*|assessment"
            r"|evaluation|analysis|screening)s?\b"
        ),
        # A consent by name, and what is done to have one.
        "OKAY": (
            r"\b(?:consents?|permissions?|authori[sz]ations?|approval|agreement|assent|(?:signed"
            r"|written) releases?|opt[- ]in)\b"
        ),
        "GETS": (
            r"\b(?:obtain|secur|receiv|seek|gain|requir|need|solicit)\w*|\b(?:gets?|getting|ha[sd]"
            r"|have|having|been given|is given|sought|on file)\b"
        ),
        # Anything that is kept about a student, in whatever form, and how it may get about.
        "STUFF": (
            r"(?:{HELD}|{PUPILDATA}|\b(?:test|exam|screening|survey|assessment|evaluation)"
            r" (?:results?|scores?|responses?|answers)\b|\bgrades\b|\bphotographs?\b|\bimages?\b"
            r"|\blikeness|\bvideos?\b|\brecordings?\b|\bfootage\b|\b(?:work|results|grades|scores"
            r"|class schedules?) of\b|(?:class|course) schedules?|cumulative (?:folder|file)s?"
            r"|\b(?:his|her|their|its|the|such|any|no|these|those|all|other|each) (?:\w+ )?"
            r"(?:data|information|records?|files?)\b)"
        ),
        "OUT": (
            r"(?:{PASS}|\bissu(?:e|ed|es|ing|ance)\b|\b(?:inspect|examin)\w*|\bview(?:s|ed|ing)?\b"
            r"|\bseen?\b|\b(?:link|match)(?:s|ed|ing)?\b|\bopen to\b|\bavailable\b|\baccessible\b"
            r"|\bmade known\b|\bappear(?:s|ing)?\b|\bprint(?:s|ed|ing)?\b|\bbroadcast)"
        ),
        # What is asked of a student, or taken down about one.
        "GATHERED": (
            r"(?:{SURVEY}|biometric|finger ?print\w*|(?:facial|voice) recognition|geolocation"
            r"|\blocation\b|heart rate|\bvitals?\b|optional (?:student )?data|sensitive (?:data"
            r"|information)|personal (?:data|information)|(?:religious|political|personal)"
            r" (?:beliefs|affiliations?|views)|\bvoice\b|\b(?:photograph|videotap|film)\w*"
            r"|\brecordings?\b|\bto record\b|\bbe recorded\b|\binterview\w*|\baccounts?\b"
            r"|\bwearables?\b"
            r"|(?:data|information) (?:about|on|of|from|concerning|regarding|relating to)"
            r" (?:a |an |the |any |each |such |that )*(?:student|pupil|child|minor|famil)"
            r"|\b(?:student|pupil|child|minor)(?:'s|s'|s)? (?:data|information)"
            r"|(?:data|information) (?:collection|gathering))"
        ),
        "AG": r"(?:attorneys? general\b)",
        "LAPSE": (
            r"(?:\bbreach(?:es|ed)?\b|\bunauthori[sz]ed\b|security (?:incident|event)|data incident"
            r"|cyber[- ]?(?:security )?(?:incident|event|attack)|\battack or incident"
            r"|\bcompromis(?:ed|es|ing|e (?:of|the|student|pupil|data|personal))\b"
            r"|\bgot at\b|not entitled to|(?:no|without) right (?:to|by)?|without authori(?:ty"
            r"|[sz]ation)|misus(?:e|ed)\b|\bexposed\b|\bhacked\b"
            r"|\bleak(?:ed|s)?\b|\bintrusions?\b|\b(?:data|information|records?)\b[\w' ]{0,40}"
            r" (?:been |is |are |was |were )(?:lost|stolen|taken|seen by)"
            r"|(?:loss|theft) of (?:\w+ ){0,3}(?:data|information|records?)"
            r"|(?:releas|disclos|acqui)\w*[\w ]* in violation\b"
            r"|(?:release|disclosure|use) (?:that|which)[\w ]* not (?:allow|permit|authori[sz])"
            r"|(?:improper|unlawful|wrongful)(?:ly)?"
            r" (?:releas|disclos|access|acqui|obtain|us)\w*)"
        ),
        "TELL": (
            r"(?:\bnotif(?:y|ies|ied|ying|ication|ications)\b|\bnotices?\b|\binform(?:s|ed|ing)?\b"
            r"|\balert(?:s|ed|ing)?\b|\btells?\b|\btold\b|\bwrite to\b|\bword (?:of|to)\b"
            r"|make known|made known|\badvise[sd]?\b|\breport(?:s|ed|ing)?\b|\bcontact\b)"
        ),
        "ENDED": (
            r"(?:\bterminat|\bexpir|\bcomplet(?:ion|ed|es|ing)\b|\bconclusion\b|\bconclude"
            r"|\bno longer\b|\bends\b|\bended\b|\bend of\b|\bgraduat|\bwithdraw"
            r"|\bceas(?:e|es|ed|ing)\b|\bclosed\b|\bclose of\b"
            r"|\binactiv|\bleav(?:es|ing)\b|\bdeparture\b|\boutlived\b|\bfulfilled\b|\bserved\b"
            r"|\baccomplished\b|\breach(?:es|ed)\b|\battains?\b"
            r"|\b(?:years?|months?|days|hours) (?:after|of|from|following)\b"
            r"|\bimmediately (?:after|upon|following)\b)"
        ),
        "RECIPIENT": (
            r"(?:\bsub-?(?:contractor|processor|licensee)s?\b|third[- ]part(?:y|ies)\b"
            r"|\bsuccessors?\b|\bassignees?\b"
            r"|\brecipients?\b|\bagents\b|(?:an|its|such) agent\b"
            r"|\baffiliates?\b|outside part(?:y|ies)\b"
            r"|(?:other|another|acquiring|receiving)"
            r" (?:person|entity|part(?:y|ies)|processor)\b|entities to (?:which|whom)"
            r"|persons? to whom)"
        ),
        # The care of data about students, as what an office, a policy or a report is about.
        "GUARD": (
            r"(?:(?:protect|safeguard)\w* (?:the )?(?:information|data|records) of"
            r"|records? of (?:students|pupils)|surveillance"
            r"|(?:student|pupil) (?:\w+ )?(?:records?|information)|education records?"
            r"|personally identif\w+|\bprivacy\b|\bconfidential\w*"
            r"|data (?:security|governance|protection|collection|sharing|system|stewardship)"
            r"|student data"
            r"|(?:security|privacy|protection|handling) of (?:\w+ )?(?:data|information|records)"
            r"|FERPA|family educational rights|1232[gh]\b|online safety|kids online)"
        ),
        "BODY": (
            r"(?:council|commission|committee|task force|work(?:ing)? ?group|stakeholder group"
            r"|advisory (?:board|group|panel)|\bpanel of|expert panel|\bbureau\b|office (?:of|to)"
            r"|(?:governance|oversight|review|trust|protection|privacy|stewardship) board"
            r"|(?:data|privacy|protection|compliance) unit|division)\b"
        ),
        "YEARLY": (
            r"(?:\bannual(?:ly)?\b|\byearly\b|\bbiennial(?:ly)?\b|\bquarterly\b"
            r"|\b(?:each|every) (?:\w+ )?(?:school |fiscal |calendar )?years?\b"
            r"|once (?:a|per|each|every) (?:\w+ )?years?\b|\bperiodic(?:ally)?\b)"
        ),
        "DEID": (
            r"(?:\bde-?identif(?:ied|y|ies|ication)|\banonymi[sz]\w*|\banonymous\w*"
            r"|\baggregate[ds]?\b"
            r"|from which[\w ]* identif\w*[\w ]* (?:removed|taken|stripped)\b"
            r"|(?:from|by) which no (?:\w+ )?(?:student|pupil|child|individual|person)\w* (?:can"
            r"|may|could)"
            r" be (?:identified|known|recogni[sz]ed)"
            r"|identit(?:y|ies) of (?:the |an? |any |each )?(?:student|pupil|child)\w* (?:has"
            r"|have) been"
            r" (?:removed|stripped|masked|concealed)"
            r"|\baggregation\b|non-?(?:personally )?identif(?:iable|ied|ying))"
        ),
    }
)
