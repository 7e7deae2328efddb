<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Brush</name>
    <message>
        <source>wipe away</source>
        <translation>auslöschen</translation>
    </message>
    <message>
        <source>polish</source>
        <translation>glätten</translation>
    </message>
    <message>
        <source>touch up</source>
        <translation>auffrischen</translation>
    </message>
    <message>
        <source>revise</source>
        <translation>überarbeiten</translation>
    </message>
    <message>
        <source>recast</source>
        <translation>umformen</translation>
    </message>
    <message>
        <source>rewrite</source>
        <translation>neu schreiben</translation>
    </message>
</context>
<context>
    <name>ConflictDialog</name>
    <message>
        <source>Two texts</source>
        <translation>Zwei Texte</translation>
    </message>
    <message>
        <source>%1 was changed by another program, and the document here too. Struck through: only in the file. Underlined: only here. Whichever you choose, the other text stays in the history.</source>
        <translation>%1 wurde von einem anderen Programm geändert, und das Dokument hier auch. Durchgestrichen: nur in der Datei. Unterstrichen: nur hier. Was Sie auch wählen, der andere Text bleibt im Verlauf.</translation>
    </message>
    <message>
        <source>&amp;Keep mine</source>
        <translation>&amp;Meinen behalten</translation>
    </message>
    <message>
        <source>&amp;Take the file’s</source>
        <translation>&amp;Den der Datei übernehmen</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Später</translation>
    </message>
</context>
<context>
    <name>DocumentEntries</name>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>archived</source>
        <translation>archiviert</translation>
    </message>
</context>
<context>
    <name>EncodingDialog</name>
    <message>
        <source>Its lines end as on Windows (CR LF). </source>
        <translation>Ihre Zeilen enden wie unter Windows (CR LF). </translation>
    </message>
    <message>
        <source>Its lines end as on old Macs (CR). </source>
        <translation>Ihre Zeilen enden wie auf alten Macs (CR). </translation>
    </message>
    <message>
        <source>Unicode (UTF-16, low byte first)</source>
        <translation>Unicode (UTF-16, niederes Byte zuerst)</translation>
    </message>
    <message>
        <source>Unicode (UTF-16, high byte first)</source>
        <translation>Unicode (UTF-16, höheres Byte zuerst)</translation>
    </message>
    <message>
        <source>Western European (Windows-1252)</source>
        <translation>Westeuropäisch (Windows-1252)</translation>
    </message>
    <message>
        <source>Western European (Latin-1)</source>
        <translation>Westeuropäisch (Latin-1)</translation>
    </message>
    <message>
        <source>Western European (ISO 8859-15)</source>
        <translation>Westeuropäisch (ISO 8859-15)</translation>
    </message>
    <message>
        <source>Central European (Windows-1250)</source>
        <translation>Mitteleuropäisch (Windows-1250)</translation>
    </message>
    <message>
        <source>Central European (ISO 8859-2)</source>
        <translation>Mitteleuropäisch (ISO 8859-2)</translation>
    </message>
    <message>
        <source>Cyrillic (Windows-1251)</source>
        <translation>Kyrillisch (Windows-1251)</translation>
    </message>
    <message>
        <source>Cyrillic (KOI8-R)</source>
        <translation>Kyrillisch (KOI8-R)</translation>
    </message>
    <message>
        <source>Greek (Windows-1253)</source>
        <translation>Griechisch (Windows-1253)</translation>
    </message>
    <message>
        <source>Turkish (Windows-1254)</source>
        <translation>Türkisch (Windows-1254)</translation>
    </message>
    <message>
        <source>Old Macs (Mac Roman)</source>
        <translation>Alte Macs (Mac Roman)</translation>
    </message>
    <message>
        <source>Japanese (Shift JIS)</source>
        <translation>Japanisch (Shift JIS)</translation>
    </message>
    <message>
        <source>Japanese (EUC-JP)</source>
        <translation>Japanisch (EUC-JP)</translation>
    </message>
    <message>
        <source>Chinese (GB 18030)</source>
        <translation>Chinesisch (GB 18030)</translation>
    </message>
    <message>
        <source>Chinese (Big5)</source>
        <translation>Chinesisch (Big5)</translation>
    </message>
    <message>
        <source>Korean (EUC-KR)</source>
        <translation>Koreanisch (EUC-KR)</translation>
    </message>
    <message>
        <source>The letters of the file</source>
        <translation>Die Zeichen der Datei</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Kodierung</translation>
    </message>
    <message>
        <source>How the file reads</source>
        <translation>So liest sich die Datei</translation>
    </message>
    <message>
        <source>The file stays as it is; a copy that you save is made alike.</source>
        <translation>Die Datei bleibt, wie sie ist; eine Kopie, die Sie speichern, wird genauso gemacht.</translation>
    </message>
    <message>
        <source>Unicode (UTF-8), damaged characters as �</source>
        <translation>Unicode (UTF-8), beschädigte Zeichen als �</translation>
    </message>
    <message>
        <source>%1 is not UTF-8, or is damaged. Choose how it reads well:</source>
        <translation>%1 ist nicht in UTF-8 oder beschädigt. Wählen Sie, wie sich der Text gut liest:</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>There is not enough memory for this; close other programs or ask for less.</source>
        <translation>Dafür reicht der Arbeitsspeicher nicht; schließen Sie andere Programme oder verlangen Sie weniger.</translation>
    </message>
    <message>
        <source>The GPU has no memory left for this gap.</source>
        <translation>Die Grafikkarte hat für diese Lücke keinen Speicher mehr.</translation>
    </message>
    <message>
        <source>The GPU&apos;s memory was not enough for this, so the CPU does the work from now on.</source>
        <translation>Der Speicher der Grafikkarte reichte dafür nicht, deshalb rechnet von nun an der Prozessor.</translation>
    </message>
    <message>
        <source>The GPU&apos;s memory holds %1 of the %2 candidates at a time, so they are computed in turns. </source>
        <translation>Der Speicher der Grafikkarte fasst %1 der %2 Vorschläge auf einmal, deshalb werden sie nacheinander berechnet. </translation>
    </message>
    <message>
        <source>The model did not fit into the GPU&apos;s memory, so the CPU does the work.</source>
        <translation>Das Modell passte nicht in den Speicher der Grafikkarte, deshalb rechnet der Prozessor.</translation>
    </message>
    <message>
        <source>Gap %1 is too long: %2 tokens at most; select or ask for fewer words.</source>
        <translation>Lücke %1 ist zu lang: höchstens %2 Token; wählen oder verlangen Sie weniger Wörter.</translation>
    </message>
    <message>
        <source>Gap %1 has more than %2 pinned words.</source>
        <translation>Lücke %1 hat mehr als %2 festgehaltene Wörter.</translation>
    </message>
    <message>
        <source>There are more than %1 forbidden words.</source>
        <translation>Es sind mehr als %1 verbotene Wörter.</translation>
    </message>
    <message>
        <source>The word “%1” is both pinned and forbidden.</source>
        <translation>Das Wort „%1“ ist zugleich festgehalten und verboten.</translation>
    </message>
    <message>
        <source>The pinned words %1 do not fit into gap %2, which has %3 tokens; make the gap longer or pin less.</source>
        <translation>Die festgehaltenen Wörter %1 passen nicht in Lücke %2, die %3 Token hat; machen Sie die Lücke länger, oder halten Sie weniger fest.</translation>
    </message>
    <message>
        <source>The tagged passages hold %1 tokens, and %2 can be kept in sight: tag less.</source>
        <translation>Die überall sichtbaren Stellen haben %1 Token, und %2 können im Blick bleiben: Markieren Sie weniger.</translation>
    </message>
    <message>
        <source>The model %1 gives no numbers, so its weights are unusable: copy its folder again from its source.</source>
        <translation>Das Modell %1 ergibt keine Zahlen, seine Gewichte sind also unbrauchbar: Kopieren Sie seinen Ordner noch einmal von seiner Quelle.</translation>
    </message>
    <message>
        <source>The model in %1 reads text and gap as one stream: it is a baseline for lacuna eval, and cannot fill gaps in a document. Give another with --model.</source>
        <translation>Das Modell in %1 liest Text und Lücke als einen Strom: Es dient lacuna eval zum Vergleich und kann keine Lücken eines Dokuments füllen. Geben Sie mit --model ein anderes an.</translation>
    </message>
    <message>
        <source>The model %1 is over no pretrained base, and only a base reads a text from left to right: choose another with --model.</source>
        <translation>Das Modell %1 steht auf keiner vortrainierten Basis, und nur eine Basis liest einen Text von links nach rechts: Wählen Sie mit --model ein anderes.</translation>
    </message>
    <message>
        <source>The model in %1 is an adapter of %2, and there is no base here: fetch it with ./dev, or name it with LACUNA_BASE.</source>
        <translation>Das Modell in %1 ist ein Adapter von %2, und hier ist keine Basis: Holen Sie sie mit ./dev, oder nennen Sie sie mit LACUNA_BASE.</translation>
    </message>
    <message>
        <source>The model in %1 is an adapter of %2, and of the bases that are here none is that file: fetch it with ./dev, or name it with LACUNA_BASE.</source>
        <translation>Das Modell in %1 ist ein Adapter von %2, und keine der Basen hier ist diese Datei: Holen Sie sie mit ./dev, oder nennen Sie sie mit LACUNA_BASE.</translation>
    </message>
    <message>
        <source>The model folder %1 does not exist; give another with --model.</source>
        <translation>Den Modellordner %1 gibt es nicht; geben Sie mit --model einen anderen an.</translation>
    </message>
    <message>
        <source>The model folder %1 has no config.json.</source>
        <translation>Der Modellordner %1 hat keine config.json.</translation>
    </message>
    <message>
        <source>The weights in %1 do not fit their configuration: %2.</source>
        <translation>Die Gewichte in %1 passen nicht zu ihrer Konfiguration: %2.</translation>
    </message>
    <message>
        <source>The model in %1 is no usable adapter: %2</source>
        <translation>Das Modell in %1 ist kein brauchbarer Adapter: %2</translation>
    </message>
    <message>
        <source>The file %1 cannot be read: %2.</source>
        <translation>Die Datei %1 kann nicht gelesen werden: %2.</translation>
    </message>
    <message>
        <source>LibTorch could not be loaded from %1 (%2): point LACUNA_TORCH_DIR at a folder with LibTorch&apos;s lib/, or unset it.</source>
        <translation>LibTorch konnte nicht aus %1 geladen werden (%2): Richten Sie LACUNA_TORCH_DIR auf einen Ordner mit dem lib/ von LibTorch, oder nehmen Sie die Variable weg.</translation>
    </message>
    <message>
        <source>There is no engine at %1: correct LACUNA_ENGINE, or unset it.</source>
        <translation>In %1 ist keine Engine: Berichtigen Sie LACUNA_ENGINE, oder nehmen Sie die Variable weg.</translation>
    </message>
    <message>
        <source>The engine (%1) is not in %2 nor in %3: build or install Lacuna again, or set LACUNA_ENGINE to the library&apos;s path.</source>
        <translation>Die Engine (%1) ist weder in %2 noch in %3: Bauen oder installieren Sie Lacuna noch einmal, oder setzen Sie LACUNA_ENGINE auf den Pfad der Bibliothek.</translation>
    </message>
    <message>
        <source>The engine at %1 could not be loaded (%2): if LibTorch is what is missing, set LACUNA_TORCH_DIR to its folder.</source>
        <translation>Die Engine in %1 konnte nicht geladen werden (%2): Wenn LibTorch fehlt, setzen Sie LACUNA_TORCH_DIR auf seinen Ordner.</translation>
    </message>
    <message>
        <source>The engine at %1 did not start: build or install Lacuna again.</source>
        <translation>Die Engine in %1 ist nicht gestartet: Bauen oder installieren Sie Lacuna noch einmal.</translation>
    </message>
    <message>
        <source>The engine failed: %1.</source>
        <translation>Die Engine ist gescheitert: %1.</translation>
    </message>
    <message>
        <source>CPU, 1 thread</source>
        <translation>CPU, 1 Thread</translation>
    </message>
    <message>
        <source>CPU, %1 threads</source>
        <translation>CPU, %1 Threads</translation>
    </message>
    <message>
        <source>The job needs %1 of memory and %2 are free: rank %3 would do.</source>
        <translation>Der Auftrag braucht %1 Arbeitsspeicher, und %2 sind frei: Rang %3 ginge.</translation>
    </message>
    <message>
        <source>The job needs %1 of memory and %2 are free: close other programs, and measure it again.</source>
        <translation>Der Auftrag braucht %1 Arbeitsspeicher, und %2 sind frei: Schließen Sie andere Programme, und messen Sie noch einmal.</translation>
    </message>
    <message>
        <source>The job needs %1 on the disk and %2 are free: rank %3 would do.</source>
        <translation>Der Auftrag braucht %1 auf dem Datenträger, und %2 sind frei: Rang %3 ginge.</translation>
    </message>
    <message>
        <source>The job needs %1 on the disk and %2 are free: make room for %3 more.</source>
        <translation>Der Auftrag braucht %1 auf dem Datenträger, und %2 sind frei: Schaffen Sie Platz für %3 mehr.</translation>
    </message>
    <message>
        <source>A step takes %1 s here, so that nothing is learnt in %2 minutes: %3 minutes would do.</source>
        <translation>Ein Schritt dauert hier %1 s, in %2 Minuten wird also nichts gelernt: %3 Minuten gingen.</translation>
    </message>
    <message>
        <source>There is not enough memory for rank %1 (%2 are free): rank %3 would do.</source>
        <translation>Für Rang %1 reicht der Arbeitsspeicher nicht (%2 sind frei): Rang %3 ginge.</translation>
    </message>
    <message>
        <source>There is not enough memory, and no rank is small enough: close other programs.</source>
        <translation>Der Arbeitsspeicher reicht nicht, und kein Rang ist klein genug: Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>There is not enough memory for this job: rank %1 needs less, or take the device cpu.</source>
        <translation>Für diesen Auftrag reicht der Arbeitsspeicher nicht: Rang %1 braucht weniger, oder nehmen Sie den Prozessor.</translation>
    </message>
    <message>
        <source>There is not enough memory for this job: rank %1 needs less, or close other programs.</source>
        <translation>Für diesen Auftrag reicht der Arbeitsspeicher nicht: Rang %1 braucht weniger, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>The training was killed %1 times in a row at step %2, as happens where memory runs out: rank %3 needs less.</source>
        <translation>Das Lernen wurde %1 Mal hintereinander bei Schritt %2 abgebrochen, wie es geschieht, wenn der Arbeitsspeicher ausgeht: Rang %3 braucht weniger.</translation>
    </message>
    <message>
        <source>The model %1 is no longer the one that this job began with (%2, and not %3): put that one back, or begin a new job.</source>
        <translation>Das Modell %1 ist nicht mehr das, mit dem dieser Auftrag begann (%2 und nicht %3): Legen Sie jenes zurück, oder beginnen Sie einen neuen Auftrag.</translation>
    </message>
    <message>
        <source>It waits until %1:00, as its hours say.</source>
        <translation>Er wartet bis %1:00 Uhr, wie seine Stunden sagen.</translation>
    </message>
    <message>
        <source>It waits until the machine is plugged in.</source>
        <translation>Er wartet, bis der Rechner am Stromnetz ist.</translation>
    </message>
    <message>
        <source>The GPU was lost, so the processor goes on with it.</source>
        <translation>Die Grafikkarte ging verloren, der Prozessor macht damit weiter.</translation>
    </message>
    <message>
        <source>The sample gaps are no longer filled: %1</source>
        <translation>Die Proben werden nicht mehr gefüllt: %1</translation>
    </message>
    <message>
        <source>Paused at step %1.</source>
        <translation>Angehalten bei Schritt %1.</translation>
    </message>
    <message>
        <source>Stopped before there was a voice to keep.</source>
        <translation>Beendet, bevor es eine Stimme zu behalten gab.</translation>
    </message>
    <message>
        <source>Stopped at step %1; the best voice so far is kept.</source>
        <translation>Beendet bei Schritt %1; die bisher beste Stimme ist behalten.</translation>
    </message>
    <message>
        <source>Done at step %1, before its time: the chapters that were held out had nothing more to gain.</source>
        <translation>Fertig bei Schritt %1, vor der Zeit: An den zurückgehaltenen Kapiteln war nichts mehr zu gewinnen.</translation>
    </message>
    <message>
        <source>Done at step %1.</source>
        <translation>Fertig bei Schritt %1.</translation>
    </message>
    <message>
        <source>The training has ended and left no voice.</source>
        <translation>Das Lernen ist zu Ende und hat keine Stimme hinterlassen.</translation>
    </message>
    <message>
        <source>The voice is examined.</source>
        <translation>Die Stimme wird geprüft.</translation>
    </message>
    <message>
        <source>The voice could not be examined: %1</source>
        <translation>Die Stimme konnte nicht geprüft werden: %1</translation>
    </message>
    <message>
        <source>The training could not be started (%1): build or install Lacuna again.</source>
        <translation>Das Lernen konnte nicht gestartet werden (%1): Bauen oder installieren Sie Lacuna neu.</translation>
    </message>
    <message>
        <source>The training ended unforeseen. What it has done so far is kept.</source>
        <translation>Das Lernen endete unvorhergesehen. Was bisher gelernt wurde, ist behalten.</translation>
    </message>
    <message>
        <source>The voice in %1 cannot be used: %2.</source>
        <translation>Die Stimme in %1 ist nicht zu gebrauchen: %2.</translation>
    </message>
    <message>
        <source>The model %1 is no adapter of a pretrained base, and voices speak over one alone.</source>
        <translation>Das Modell %1 ist kein Adapter einer vortrainierten Basis, und Stimmen sprechen nur über einer.</translation>
    </message>
    <message>
        <source>At most %1 voices speak at once.</source>
        <translation>Höchstens %1 Stimmen sprechen zugleich.</translation>
    </message>
</context>
<context>
    <name>FindQuery</name>
    <message>
        <source>This expression cannot be read at letter %1: %2.</source>
        <translation>Dieser Ausdruck ist ab Zeichen %1 nicht lesbar: %2.</translation>
    </message>
    <message>
        <source>This expression cannot be used: %1.</source>
        <translation>Dieser Ausdruck lässt sich nicht verwenden: %1.</translation>
    </message>
    <message>
        <source>This expression takes too long here; only the places before are found.</source>
        <translation>Dieser Ausdruck braucht hier zu lange; nur die Stellen davor wurden gefunden.</translation>
    </message>
</context>
<context>
    <name>GapAsking</name>
    <message>
        <source>The model is still loading; the gap starts as soon as it is ready.</source>
        <translation>Das Modell wird noch geladen; die Lücke beginnt, sobald es bereit ist.</translation>
    </message>
</context>
<context>
    <name>GapLength</name>
    <message>
        <source>1 word</source>
        <translation>1 Wort</translation>
    </message>
    <message numerus="yes">
        <source>%Ln words</source>
        <translation>
            <numerusform>%Ln Wort</numerusform>
            <numerusform>%Ln Wörter</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GapOptions</name>
    <message>
        <source>The usual way</source>
        <translation>Der übliche Weg</translation>
    </message>
    <message>
        <source>From left to right where the model knows the language, else the surest words first</source>
        <translation>Von links nach rechts, wo das Modell die Sprache kennt, sonst die sichersten Wörter zuerst</translation>
    </message>
    <message>
        <source>Surest words first</source>
        <translation>Die sichersten Wörter zuerst</translation>
    </message>
    <message>
        <source>Each step settles the words that the model is surest of</source>
        <translation>Jeder Schritt legt die Wörter fest, bei denen das Modell am sichersten ist</translation>
    </message>
    <message>
        <source>From left to right</source>
        <translation>Von links nach rechts</translation>
    </message>
    <message>
        <source>Each step settles the next word; a pretrained model has a say of its own in it</source>
        <translation>Jeder Schritt legt das nächste Wort fest; ein vortrainiertes Modell redet dabei mit</translation>
    </message>
    <message>
        <source>Many at once</source>
        <translation>Viele auf einmal</translation>
    </message>
    <message>
        <source>Quick drafts: every word that is sure enough settles</source>
        <translation>Schnelle Skizzen: Jedes Wort, das sicher genug ist, wird festgelegt</translation>
    </message>
    <message>
        <source>With second thoughts</source>
        <translation>Mit Bedenkzeit</translation>
    </message>
    <message>
        <source>A settled word may go back to noise</source>
        <translation>Ein festes Wort darf wieder zu Rauschen werden</translation>
    </message>
    <message>
        <source>In any order</source>
        <translation>In beliebiger Reihenfolge</translation>
    </message>
    <message>
        <source>Words settle at random: the most varied candidates</source>
        <translation>Die Wörter werden zufällig festgelegt: die vielfältigsten Vorschläge</translation>
    </message>
    <message>
        <source>Straight</source>
        <translation>Geradewegs</translation>
    </message>
    <message>
        <source>The noise is taken away without chance</source>
        <translation>Das Rauschen wird ohne Zufall abgetragen</translation>
    </message>
    <message>
        <source>Straight, in large strides</source>
        <translation>Geradewegs, in großen Schritten</translation>
    </message>
    <message>
        <source>As before, good with few steps</source>
        <translation>Wie zuvor, gut bei wenigen Schritten</translation>
    </message>
</context>
<context>
    <name>GapSayings</name>
    <message>
        <source>Gap waits for the model</source>
        <translation>Die Lücke wartet auf das Modell</translation>
    </message>
    <message>
        <source>Denoising %1 gaps</source>
        <translation>%1 Lücken werden entrauscht</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>Candidate %1 of %2: %3</source>
        <translation>Vorschlag %1 von %2: %3</translation>
    </message>
    <message>
        <source>Taken: %1</source>
        <translation>Übernommen: %1</translation>
    </message>
</context>
<context>
    <name>GapTaking</name>
    <message>
        <source>Still denoising: Enter takes the text when the last step is done, Esc stops.</source>
        <translation>Es wird noch entrauscht: Enter übernimmt den Text nach dem letzten Schritt, Esc hält an.</translation>
    </message>
    <message>
        <source>Left the rest</source>
        <translation>Der Rest wurde verworfen</translation>
    </message>
    <message>
        <source>Left; the text is as it was</source>
        <translation>Verworfen; der Text ist, wie er war</translation>
    </message>
</context>
<context>
    <name>GapWording</name>
    <message>
        <source>Eight words can be kept in a gap: let one go first.</source>
        <translation>In einer Lücke lassen sich acht Wörter festhalten: Lassen Sie erst eines los.</translation>
    </message>
    <message>
        <source>%1 stays</source>
        <translation>%1 bleibt</translation>
    </message>
    <message>
        <source>%1 is free again</source>
        <translation>%1 ist wieder frei</translation>
    </message>
    <message>
        <source>%1 will not come again</source>
        <translation>%1 kommt nicht wieder</translation>
    </message>
</context>
<context>
    <name>HistoryDialogs</name>
    <message>
        <source>Name, as “First draft” or “Sent to Mara”</source>
        <translation>Name, etwa „Erste Fassung“ oder „An Mara geschickt“</translation>
    </message>
    <message>
        <source>Thin out the history</source>
        <translation>Verlauf ausdünnen</translation>
    </message>
    <message>
        <source>One state goes for good, and the room that it takes: %1.</source>
        <translation>Ein Stand verschwindet endgültig und mit ihm sein Platzbedarf: %1.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln states go for good, and the room that they take: %1.</source>
        <translation>
            <numerusform>%Ln Stand verschwindet endgültig und mit ihm sein Platzbedarf: %1.</numerusform>
            <numerusform>%Ln Stände verschwinden endgültig und mit ihnen ihr Platzbedarf: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove one state</source>
        <translation>Einen Stand entfernen</translation>
    </message>
    <message numerus="yes">
        <source>Remove %Ln states</source>
        <translation>
            <numerusform>%Ln Stand entfernen</numerusform>
            <numerusform>%Ln Stände entfernen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeysPage</name>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>take the words that are shown</source>
        <translation>die angezeigten Wörter übernehmen</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Enter</translation>
    </message>
    <message>
        <source>take all gaps</source>
        <translation>alle Lücken übernehmen</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab, Umschalt+Tab</translation>
    </message>
    <message>
        <source>other candidates</source>
        <translation>andere Vorschläge</translation>
    </message>
    <message>
        <source>Ctrl+G</source>
        <translation>Strg+G</translation>
    </message>
    <message>
        <source>ask again</source>
        <translation>noch einmal fragen</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>stop; leave the gap</source>
        <translation>anhalten; die Lücke verlassen</translation>
    </message>
    <message>
        <source>Ctrl+Right</source>
        <translation>Strg+Rechts</translation>
    </message>
    <message>
        <source>take one word</source>
        <translation>ein Wort übernehmen</translation>
    </message>
    <message>
        <source>Shift+Right, then Enter</source>
        <translation>Umschalt+Rechts, dann Enter</translation>
    </message>
    <message>
        <source>choose words and take them alone</source>
        <translation>Wörter auswählen und nur diese übernehmen</translation>
    </message>
    <message>
        <source>other words for this one, keep it, never use it</source>
        <translation>andere Wörter für dieses, es festhalten, es nie verwenden</translation>
    </message>
    <message>
        <source>Alt+Right, Alt+Left</source>
        <translation>Alt+Rechts, Alt+Links</translation>
    </message>
    <message>
        <source>longer, shorter</source>
        <translation>länger, kürzer</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>behind a sign that has changed: what was typed</source>
        <translation>hinter einem ersetzten Zeichen: was getippt wurde</translation>
    </message>
    <message>
        <source>In a gap</source>
        <translation>In einer Lücke</translation>
    </message>
    <message>
        <source>In the text</source>
        <translation>Im Text</translation>
    </message>
    <message>
        <source>Ctrl+Tab, Ctrl+Shift+Tab</source>
        <translation>Strg+Tab, Strg+Umschalt+Tab</translation>
    </message>
    <message>
        <source>the next gap, the one before</source>
        <translation>die nächste Lücke, die vorige</translation>
    </message>
    <message>
        <source>Down, Space</source>
        <translation>Pfeil nach unten, Leertaste</translation>
    </message>
    <message>
        <source>With the brush</source>
        <translation>Mit dem Pinsel</translation>
    </message>
    <message>
        <source>1 to 5, 0</source>
        <translation>1 bis 5, 0</translation>
    </message>
    <message>
        <source>pressure; 0 wipes away</source>
        <translation>Druck; 0 wischt weg</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>paint what is selected</source>
        <translation>das Ausgewählte übermalen</translation>
    </message>
    <message>
        <source>back to noise</source>
        <translation>zurück zu Rauschen</translation>
    </message>
    <message>
        <source>put it away</source>
        <translation>ihn weglegen</translation>
    </message>
    <message>
        <source>On the slider of a run&apos;s steps</source>
        <translation>Auf dem Regler der Schritte eines Laufs</translation>
    </message>
    <message>
        <source>Left, Right</source>
        <translation>Links, Rechts</translation>
    </message>
    <message>
        <source>a step back, a step on</source>
        <translation>einen Schritt zurück, einen weiter</translation>
    </message>
    <message>
        <source>play</source>
        <translation>abspielen</translation>
    </message>
    <message>
        <source>B, Shift+B</source>
        <translation>B, Umschalt+B</translation>
    </message>
    <message>
        <source>a branch from here, with another seed or the same</source>
        <translation>ein Zweig von hier, mit anderem Startwert oder demselben</translation>
    </message>
    <message>
        <source>C</source>
        <translation>C</translation>
    </message>
    <message>
        <source>keep this step to compare</source>
        <translation>diesen Schritt zum Vergleichen behalten</translation>
    </message>
    <message>
        <source>In the library&apos;s tree</source>
        <translation>Im Baum der Bibliothek</translation>
    </message>
    <message>
        <source>open</source>
        <translation>öffnen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>to the bin; in the bin for good</source>
        <translation>in den Papierkorb; im Papierkorb endgültig</translation>
    </message>
    <message>
        <source>Ctrl+Z, Ctrl+Shift+Z</source>
        <translation>Strg+Z, Strg+Umschalt+Z</translation>
    </message>
    <message>
        <source>take the last act on the tree back, do it again</source>
        <translation>die letzte Änderung am Baum zurücknehmen, wiederholen</translation>
    </message>
    <message>
        <source>In the headings</source>
        <translation>In den Überschriften</translation>
    </message>
    <message>
        <source>go there</source>
        <translation>dorthin gehen</translation>
    </message>
    <message>
        <source>Alt+Up, Alt+Down</source>
        <translation>Alt+Hoch, Alt+Herunter</translation>
    </message>
    <message>
        <source>move the section</source>
        <translation>den Abschnitt verschieben</translation>
    </message>
    <message>
        <source>lower, higher</source>
        <translation>tiefer, höher</translation>
    </message>
    <message>
        <source>In the lines that find and replace</source>
        <translation>In den Zeilen zum Suchen und Ersetzen</translation>
    </message>
    <message>
        <source>Enter, Shift+Enter</source>
        <translation>Enter, Umschalt+Enter</translation>
    </message>
    <message>
        <source>the next place, the one before</source>
        <translation>die nächste Stelle, die vorige</translation>
    </message>
    <message>
        <source>in the lower line: replace all</source>
        <translation>in der unteren Zeile: alle ersetzen</translation>
    </message>
    <message>
        <source>Up, Down</source>
        <translation>Pfeil nach oben, Pfeil nach unten</translation>
    </message>
    <message>
        <source>what was looked for before</source>
        <translation>was vorher gesucht wurde</translation>
    </message>
    <message>
        <source>Alt+C, Alt+W, Alt+R, Alt+L, Alt+A</source>
        <translation>Alt+C, Alt+W, Alt+R, Alt+L, Alt+A</translation>
    </message>
    <message>
        <source>match case, whole words, regular expression, in the selection, keep capitals</source>
        <translation>Groß-/Kleinschreibung, ganze Wörter, regulärer Ausdruck, in der Auswahl, Großschreibung übernehmen</translation>
    </message>
    <message>
        <source>In the history</source>
        <translation>Im Verlauf</translation>
    </message>
    <message>
        <source>another state</source>
        <translation>ein anderer Stand</translation>
    </message>
    <message>
        <source>the change before, the next one</source>
        <translation>die vorige Änderung, die nächste</translation>
    </message>
    <message>
        <source>choose this change</source>
        <translation>diese Änderung wählen</translation>
    </message>
    <message>
        <source>bring back what is chosen</source>
        <translation>das Gewählte zurückholen</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>a name for the state</source>
        <translation>ein Name für den Stand</translation>
    </message>
    <message>
        <source>In the manual</source>
        <translation>Im Handbuch</translation>
    </message>
    <message>
        <source>Ctrl+F</source>
        <translation>Strg+F</translation>
    </message>
    <message>
        <source>search</source>
        <translation>suchen</translation>
    </message>
    <message>
        <source>F3, Shift+F3</source>
        <translation>F3, Umschalt+F3</translation>
    </message>
    <message>
        <source>the next place with these words, the one before</source>
        <translation>die nächste Stelle mit diesen Wörtern, die vorige</translation>
    </message>
    <message>
        <source>Alt+Left, Alt+Right</source>
        <translation>Alt+Links, Alt+Rechts</translation>
    </message>
    <message>
        <source>back, forward</source>
        <translation>zurück, vorwärts</translation>
    </message>
    <message>
        <source>Alt+Home</source>
        <translation>Alt+Pos1</translation>
    </message>
    <message>
        <source>the contents</source>
        <translation>das Inhaltsverzeichnis</translation>
    </message>
</context>
<context>
    <name>Lens</name>
    <message>
        <source>not settled yet</source>
        <translation>noch nicht fest</translation>
    </message>
    <message>
        <source>there from the start</source>
        <translation>von Anfang an da</translation>
    </message>
    <message>
        <source>settled at step %1 of %2</source>
        <translation>fest seit Schritt %1 von %2</translation>
    </message>
    <message>
        <source>never flipped</source>
        <translation>nie gewechselt</translation>
    </message>
    <message>
        <source>flipped once</source>
        <translation>einmal gewechselt</translation>
    </message>
    <message>
        <source>flipped twice</source>
        <translation>zweimal gewechselt</translation>
    </message>
    <message numerus="yes">
        <source>flipped %Ln times</source>
        <translation>
            <numerusform>%Ln-mal gewechselt</numerusform>
            <numerusform>%Ln-mal gewechselt</numerusform>
        </translation>
    </message>
    <message>
        <source>no expert is recorded</source>
        <translation>kein Experte ist verzeichnet</translation>
    </message>
    <message>
        <source>expert %1</source>
        <translation>Experte %1</translation>
    </message>
    <message>
        <source>confidence %L1</source>
        <translation>Sicherheit %L1</translation>
    </message>
    <message>
        <source>entropy %L1 nats</source>
        <translation>Entropie %L1 nat</translation>
    </message>
    <message>
        <source>Settled at</source>
        <translation>Fest seit</translation>
    </message>
    <message>
        <source>first step</source>
        <translation>erster Schritt</translation>
    </message>
    <message>
        <source>last step</source>
        <translation>letzter Schritt</translation>
    </message>
    <message>
        <source>Flips</source>
        <translation>Wechsel</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation>%1 und mehr</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>0</source>
        <translation>0</translation>
    </message>
    <message>
        <source>1</source>
        <translation>1</translation>
    </message>
    <message>
        <source>Entropy</source>
        <translation>Entropie</translation>
    </message>
    <message>
        <source>%L1 nats</source>
        <translation>%L1 nat</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Experten</translation>
    </message>
</context>
<context>
    <name>Markers</name>
    <message>
        <source>%1 is left alone: %2</source>
        <translation>%1 bleibt stehen: %2</translation>
    </message>
    <message numerus="yes">
        <source>So are %Ln more.</source>
        <translation>
            <numerusform>Ebenso %Ln weitere.</numerusform>
            <numerusform>Ebenso %Ln weitere.</numerusform>
        </translation>
    </message>
    <message>
        <source>a gap has 1 to 375 words.</source>
        <translation>Eine Lücke hat 1 bis 375 Wörter.</translation>
    </message>
    <message>
        <source>a gap is written on one line.</source>
        <translation>Eine Lücke steht in einer einzigen Zeile.</translation>
    </message>
    <message>
        <source>it stands in a block of code.</source>
        <translation>Das steht in einem Codeblock.</translation>
    </message>
    <message>
        <source>the model continues prose and follows no instructions.</source>
        <translation>Das Modell setzt Prosa fort und befolgt keine Anweisungen.</translation>
    </message>
</context>
<context>
    <name>PreferencesPages</name>
    <message>
        <source>Appearance</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>The system&apos;s language</source>
        <translation>Die Sprache des Systems</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>German English menus translation</source>
        <translation>Deutsch Englisch Menüs Übersetzung</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoom</translation>
    </message>
    <message>
        <source>larger smaller size letters</source>
        <translation>größer kleiner Größe Schrift</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>animation movement still</source>
        <translation>Animation Bewegung ruhig</translation>
    </message>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>Lacuna&apos;s own</source>
        <translation>Die von Lacuna</translation>
    </message>
    <message>
        <source>Typeface</source>
        <translation>Schriftart</translation>
    </message>
    <message>
        <source>font family letters</source>
        <translation>Schrift Familie Buchstaben</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>font letters larger smaller</source>
        <translation>Schrift Buchstaben größer kleiner</translation>
    </message>
    <message>
        <source> px</source>
        <translation> px</translation>
    </message>
    <message>
        <source>Letters in a line</source>
        <translation>Zeichen je Zeile</translation>
    </message>
    <message>
        <source>measure width margin column</source>
        <translation>Satzbreite Breite Rand Spalte</translation>
    </message>
    <message>
        <source>Line spacing</source>
        <translation>Zeilenabstand</translation>
    </message>
    <message>
        <source>leading height</source>
        <translation>Durchschuss Höhe</translation>
    </message>
    <message>
        <source>Space between paragraphs</source>
        <translation>Abstand zwischen Absätzen</translation>
    </message>
    <message>
        <source>paragraph spacing lines</source>
        <translation>Absatz Abstand Zeilen</translation>
    </message>
    <message>
        <source>First-line indent</source>
        <translation>Einzug der ersten Zeile</translation>
    </message>
    <message>
        <source>paragraph tab</source>
        <translation>Absatz Einrückung</translation>
    </message>
    <message>
        <source>Justified</source>
        <translation>Blocksatz</translation>
    </message>
    <message>
        <source>align block flush</source>
        <translation>Ausrichtung bündig Ränder</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Words a day</source>
        <translation>Wörter am Tag</translation>
    </message>
    <message>
        <source>Curly quotes</source>
        <translation>Typografische Anführungszeichen</translation>
    </message>
    <message>
        <source>smart quotation marks typographic</source>
        <translation>Gänsefüßchen Anführungsstriche geschwungen</translation>
    </message>
    <message>
        <source>Quotes of</source>
        <translation>Anführungszeichen nach</translation>
    </message>
    <message>
        <source>language smart quotation marks</source>
        <translation>Sprache Gänsefüßchen typografisch</translation>
    </message>
    <message>
        <source>Dashes from hyphens</source>
        <translation>Gedankenstriche aus Bindestrichen</translation>
    </message>
    <message>
        <source>smart dash typographic</source>
        <translation>Halbgeviertstrich typografisch</translation>
    </message>
    <message>
        <source>Ellipses from dots</source>
        <translation>Auslassungspunkte aus drei Punkten</translation>
    </message>
    <message>
        <source>smart typographic</source>
        <translation>Ellipse typografisch</translation>
    </message>
    <message>
        <source>Gaps</source>
        <translation>Lücken</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>proposals number</source>
        <translation>Kandidaten Anzahl</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>denoising speed quality</source>
        <translation>Entrauschen Tempo Güte</translation>
    </message>
    <message>
        <source>Words to continue at the end</source>
        <translation>Wörter beim Fortsetzen am Ende</translation>
    </message>
    <message>
        <source>length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Show the &amp;backups…</source>
        <translation>Sicherungen &amp;zeigen…</translation>
    </message>
    <message>
        <source>Show the backups</source>
        <translation>Sicherungen zeigen</translation>
    </message>
    <message>
        <source>restore copy safety</source>
        <translation>Wiederherstellen Kopie Backup Sicherheit</translation>
    </message>
    <message>
        <source>goal target count statistics</source>
        <translation>Ziel Tagesziel Anzahl Statistik</translation>
    </message>
    <message>
        <source>Show the &amp;goals…</source>
        <translation>Ziele &amp;zeigen…</translation>
    </message>
    <message>
        <source>colours dark light paper night system desktop</source>
        <translation>Farben dunkel hell Papier Nacht System Desktop</translation>
    </message>
    <message>
        <source>The text&apos;s language</source>
        <translation>Die Sprache des Textes</translation>
    </message>
</context>
<context>
    <name>Provenance</name>
    <message>
        <source>not known by what</source>
        <translation>unbekannt, wovon</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Startwert %1</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 Schritt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln steps</source>
        <translation>
            <numerusform>%Ln Schritt</numerusform>
            <numerusform>%Ln Schritte</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>%1 M</source>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>auf %1</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 Parameter</translation>
    </message>
    <message>
        <source>Its base, %1, is not here: lacuna model add FILE puts it where it is found.</source>
        <translation>Seine Basis, %1, ist nicht da: lacuna model add DATEI legt sie dorthin, wo sie gefunden wird.</translation>
    </message>
    <message>
        <source>The library could not be written, so the last changes are only here: make room on the disk, or save a copy (Ctrl+Shift+S), and close again.</source>
        <translation>Die Bibliothek konnte nicht geschrieben werden, deshalb sind die letzten Änderungen nur hier: Schaffen Sie Platz auf dem Datenträger oder speichern Sie eine Kopie (Strg+Umschalt+S), und schließen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>The library %1 cannot be written. Make room or change its rights and stay, and they are kept by themselves; or save a copy elsewhere.</source>
        <translation>Die Bibliothek %1 kann nicht geschrieben werden. Schaffen Sie Platz oder ändern Sie die Zugriffsrechte und bleiben Sie, dann werden sie von selbst gespeichert; oder speichern Sie woanders eine Kopie.</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation>Von %1 bis %2</translation>
    </message>
    <message>
        <source>Load of the experts</source>
        <translation>Auslastung der Experten</translation>
    </message>
    <message>
        <source>expert %1: %2%</source>
        <translation>Experte %1: %2 %</translation>
    </message>
    <message>
        <source>expert %1</source>
        <translation>Experte %1</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personen</translation>
    </message>
    <message>
        <source>Ellen, thirty-four, a translator. T. Pell, who brings bread at seven.</source>
        <translation>Ellen, vierunddreißig, Übersetzerin. T. Pell, der um sieben das Brot bringt.</translation>
    </message>
    <message>
        <source>Before the letter</source>
        <translation>Vor dem Brief</translation>
    </message>
</context>
<context>
    <name>ReplayExport</name>
    <message>
        <source>%1 says no format: end the name in .html, .json or .webp.</source>
        <translation>%1 nennt kein Format: Lassen Sie den Namen auf .html, .json oder .webp enden.</translation>
    </message>
    <message>
        <source>The steps of this run are not in the library any more, so there is nothing to replay; its result is still there.</source>
        <translation>Die Schritte dieses Laufs sind nicht mehr in der Bibliothek, deshalb gibt es nichts wiederzugeben; sein Ergebnis ist noch da.</translation>
    </message>
</context>
<context>
    <name>RunFacts</name>
    <message>
        <source>taken</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>left</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>branch</source>
        <translation>Zweig</translation>
    </message>
    <message>
        <source>1 step</source>
        <translation>1 Schritt</translation>
    </message>
    <message numerus="yes">
        <source>%Ln steps</source>
        <translation>
            <numerusform>%Ln Schritt</numerusform>
            <numerusform>%Ln Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>Startwert %1</translation>
    </message>
    <message>
        <source>steps not kept</source>
        <translation>Schritte nicht aufbewahrt</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>Groß-/Kleinschreibung beachten</translation>
    </message>
    <message>
        <source>find capitals letters</source>
        <translation>suchen Großbuchstaben Kleinbuchstaben</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>Ganze Wörter</translation>
    </message>
    <message>
        <source>find</source>
        <translation>suchen finden</translation>
    </message>
    <message>
        <source>Regular expressions</source>
        <translation>Reguläre Ausdrücke</translation>
    </message>
    <message>
        <source>find pattern</source>
        <translation>suchen Muster Regex</translation>
    </message>
    <message>
        <source>Keep capitals when replacing</source>
        <translation>Beim Ersetzen Großschreibung übernehmen</translation>
    </message>
    <message>
        <source>replace case</source>
        <translation>ersetzen Großbuchstaben</translation>
    </message>
    <message>
        <source>&amp;Forget what was looked for</source>
        <translation>Gesuchtes &amp;vergessen</translation>
    </message>
    <message>
        <source>Forget what was looked for</source>
        <translation>Gesuchtes vergessen</translation>
    </message>
    <message>
        <source>recent history list clear</source>
        <translation>zuletzt Liste leeren löschen</translation>
    </message>
</context>
<context>
    <name>SpellingPage</name>
    <message>
        <source>No dictionary is installed</source>
        <translation>Kein Wörterbuch ist installiert</translation>
    </message>
    <message>
        <source>%1: none</source>
        <translation>%1: keine</translation>
    </message>
    <message>
        <source>%1: 1 dictionary</source>
        <translation>%1: 1 Wörterbuch</translation>
    </message>
    <message numerus="yes">
        <source>%1: %Ln dictionaries</source>
        <translation>
            <numerusform>%1: %Ln Wörterbuch</numerusform>
            <numerusform>%1: %Ln Wörterbücher</numerusform>
        </translation>
    </message>
    <message>
        <source>Folders of dictionaries</source>
        <translation>Ordner der Wörterbücher</translation>
    </message>
    <message>
        <source>&amp;Look again</source>
        <translation>&amp;Neu suchen</translation>
    </message>
    <message>
        <source>Spelling</source>
        <translation>Rechtschreibung</translation>
    </message>
    <message>
        <source>Check spelling</source>
        <translation>Rechtschreibung prüfen</translation>
    </message>
    <message>
        <source>misspelled wave typo</source>
        <translation>Tippfehler Welle falsch</translation>
    </message>
    <message>
        <source>Languages of drafts that name none</source>
        <translation>Sprachen der Entwürfe ohne eigene</translation>
    </message>
    <message>
        <source>dictionary language usual</source>
        <translation>Wörterbuch Sprache üblich</translation>
    </message>
    <message>
        <source>My words</source>
        <translation>Meine Wörter</translation>
    </message>
    <message>
        <source>personal dictionary names right everywhere</source>
        <translation>eigenes Wörterbuch Namen überall</translation>
    </message>
    <message>
        <source>Words of “%1”</source>
        <translation>Wörter von „%1“</translation>
    </message>
    <message>
        <source>project dictionary names</source>
        <translation>Projekt Wörterbuch Namen</translation>
    </message>
    <message>
        <source>Dictionaries</source>
        <translation>Wörterbücher</translation>
    </message>
    <message>
        <source>hunspell folders installed found look again</source>
        <translation>hunspell Ordner installiert gefunden neu suchen</translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>Merging takes two documents at least; choose another one as well.</source>
        <translation>Zum Zusammenführen braucht es mindestens zwei Dokumente; wählen Sie noch eines dazu.</translation>
    </message>
    <message>
        <source>A document cannot be merged with itself; choose each one once.</source>
        <translation>Ein Dokument lässt sich nicht mit sich selbst zusammenführen; wählen Sie jedes nur einmal.</translation>
    </message>
    <message>
        <source>“%1” is in the bin; restore it before you merge it.</source>
        <translation>„%1“ ist im Papierkorb; holen Sie es vor dem Zusammenführen heraus.</translation>
    </message>
    <message>
        <source>“%1” lies in “%2”; move it out before you merge the two.</source>
        <translation>„%1“ liegt in „%2“; nehmen Sie es heraus, bevor Sie die beiden zusammenführen.</translation>
    </message>
    <message>
        <source>“%1” is in the bin; restore it before you split it.</source>
        <translation>„%1“ ist im Papierkorb; holen Sie es vor dem Teilen heraus.</translation>
    </message>
    <message>
        <source>“%1” cannot be split there; put the cursor where the second part is to begin.</source>
        <translation>„%1“ lässt sich dort nicht teilen; setzen Sie den Cursor dorthin, wo der zweite Teil beginnen soll.</translation>
    </message>
    <message>
        <source>There is no library at %1; check the path.</source>
        <translation>In %1 ist keine Bibliothek; prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>%1 could not be brought to the disk; check the disk that it is on.</source>
        <translation>%1 konnte nicht auf den Datenträger gebracht werden; prüfen Sie den Datenträger.</translation>
    </message>
    <message>
        <source>There is no room in %1 for a backup of the library; free some, or choose another folder. Older backups are as they were.</source>
        <translation>In %1 ist kein Platz für eine Sicherung der Bibliothek; schaffen Sie welchen, oder wählen Sie einen anderen Ordner. Ältere Sicherungen sind, wie sie waren.</translation>
    </message>
    <message>
        <source>No backup of the library could be written into %1; check the folder and its disk. Older backups are as they were.</source>
        <translation>In %1 konnte keine Sicherung der Bibliothek geschrieben werden; prüfen Sie den Ordner und seinen Datenträger. Ältere Sicherungen sind, wie sie waren.</translation>
    </message>
    <message>
        <source>Backups are made every hour at most, and one of them is kept at least; choose other numbers.</source>
        <translation>Gesichert wird höchstens stündlich, und mindestens eine Sicherung wird behalten; wählen Sie andere Zahlen.</translation>
    </message>
    <message>
        <source>The library %1 is damaged inside (%2) and was left as it is; choose another backup.</source>
        <translation>Die Bibliothek %1 ist innen beschädigt (%2) und blieb, wie sie ist; wählen Sie eine andere Sicherung.</translation>
    </message>
    <message>
        <source>The backup was stopped before it was done; older ones are as they were.</source>
        <translation>Die Sicherung wurde abgebrochen, bevor sie fertig war; ältere sind, wie sie waren.</translation>
    </message>
    <message>
        <source>The backup could not get its name in %1; check the folder&apos;s rights. Older backups are as they were.</source>
        <translation>Die Sicherung konnte in %1 ihren Namen nicht bekommen; prüfen Sie die Zugriffsrechte des Ordners. Ältere Sicherungen sind, wie sie waren.</translation>
    </message>
    <message>
        <source>%1 may not be read; change the rights of the file.</source>
        <translation>%1 darf nicht gelesen werden; ändern Sie die Zugriffsrechte der Datei.</translation>
    </message>
    <message>
        <source>%1 could not be read to its end; check the disk that it is on.</source>
        <translation>%1 konnte nicht bis zum Ende gelesen werden; prüfen Sie den Datenträger.</translation>
    </message>
    <message>
        <source>%1 could not make room for the backup; check the rights of its folder. Nothing was changed.</source>
        <translation>%1 konnte der Sicherung nicht Platz machen; prüfen Sie die Zugriffsrechte des Ordners. Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>There was not enough memory to compress a text; close other programs. What was typed is kept.</source>
        <translation>Der Arbeitsspeicher reichte nicht, um einen Text zu packen; schließen Sie andere Programme. Das Getippte bleibt erhalten.</translation>
    </message>
    <message>
        <source>Another program is using the library %1; close it and try again.</source>
        <translation>Ein anderes Programm benutzt die Bibliothek %1; schließen Sie es, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The library %1 cannot be written; check the rights of the file and its folder.</source>
        <translation>Die Bibliothek %1 kann nicht geschrieben werden; prüfen Sie die Zugriffsrechte der Datei und ihres Ordners.</translation>
    </message>
    <message>
        <source>The library %1 cannot be opened; check that its folder is there and may be written.</source>
        <translation>Die Bibliothek %1 lässt sich nicht öffnen; prüfen Sie, ob ihr Ordner da ist und beschrieben werden darf.</translation>
    </message>
    <message>
        <source>%1 is not a Lacuna library; choose another file, or move this one away.</source>
        <translation>%1 ist keine Bibliothek von Lacuna; wählen Sie eine andere Datei, oder verschieben Sie diese.</translation>
    </message>
    <message>
        <source>The library %1 is damaged (%2); it was left as it is: put back a backup copy.</source>
        <translation>Die Bibliothek %1 ist beschädigt (%2); sie blieb, wie sie ist: Spielen Sie eine Sicherung zurück.</translation>
    </message>
    <message>
        <source>There is no room on the disk for the library %1; free some, and nothing is lost.</source>
        <translation>Auf dem Datenträger ist kein Platz für die Bibliothek %1; schaffen Sie welchen, dann geht nichts verloren.</translation>
    </message>
    <message>
        <source>The library %1 could not be read or written (%2); check the disk that it is on.</source>
        <translation>Die Bibliothek %1 konnte nicht gelesen oder geschrieben werden (%2); prüfen Sie den Datenträger.</translation>
    </message>
    <message>
        <source>The library %1 failed (%2) while %3.</source>
        <translation>Die Bibliothek %1 ist gescheitert (%2) bei: %3.</translation>
    </message>
    <message>
        <source>The text was not saved, because no file was named; name one.</source>
        <translation>Der Text wurde nicht gespeichert, weil keine Datei genannt war; nennen Sie eine.</translation>
    </message>
    <message>
        <source>%1 is a folder; name a file in it.</source>
        <translation>%1 ist ein Ordner; nennen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>%1 is not a file that a text can be saved to; name another one.</source>
        <translation>%1 ist keine Datei, in der sich ein Text speichern lässt; nennen Sie eine andere.</translation>
    </message>
    <message>
        <source>%1 was not saved, because its name is too long; choose a shorter one.</source>
        <translation>%1 wurde nicht gespeichert, weil der Name zu lang ist; wählen Sie einen kürzeren.</translation>
    </message>
    <message>
        <source>%1 was not saved, because there is no folder %2; choose another one.</source>
        <translation>%1 wurde nicht gespeichert, weil es den Ordner %2 nicht gibt; wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>%1 was not saved, because it or its folder %2 may not be written; choose another place. The text is still in the window.</source>
        <translation>%1 wurde nicht gespeichert, weil die Datei oder ihr Ordner %2 nicht beschrieben werden darf; wählen Sie einen anderen Ort. Der Text ist noch im Fenster.</translation>
    </message>
    <message>
        <source>%1 was not saved (%2), and nothing there was changed. Choose another place: the text is still in the window.</source>
        <translation>%1 wurde nicht gespeichert (%2), und dort wurde nichts geändert. Wählen Sie einen anderen Ort: Der Text ist noch im Fenster.</translation>
    </message>
    <message>
        <source>Before the first chapter</source>
        <translation>Vor dem ersten Kapitel</translation>
    </message>
    <message>
        <source>Images were left out: %1.</source>
        <translation>Bilder wurden ausgelassen: %1.</translation>
    </message>
    <message>
        <source>There is no encoding &quot;%1&quot;; name one of %2.</source>
        <translation>Die Kodierung „%1“ gibt es nicht; nennen Sie eine von diesen: %2.</translation>
    </message>
    <message>
        <source>is an archive without a text that can be read (.docx, .odt, .epub); unpack it first</source>
        <translation>ist ein Archiv ohne lesbaren Text (.docx, .odt, .epub); entpacken Sie es zuerst</translation>
    </message>
    <message>
        <source>is Rich Text; save it as .docx or .odt first</source>
        <translation>ist Rich Text; speichern Sie es zuerst als .docx oder .odt</translation>
    </message>
    <message>
        <source>is a PDF, which holds pages and no text to go on with; take the file that it was made of</source>
        <translation>ist ein PDF, das Seiten enthält und keinen Text zum Weiterschreiben; nehmen Sie die Datei, aus der es entstand</translation>
    </message>
    <message>
        <source>is an old Word document (.doc), or one with a password; save it as .docx without a password first</source>
        <translation>ist ein altes Word-Dokument (.doc) oder eines mit Kennwort; speichern Sie es zuerst ohne Kennwort als .docx</translation>
    </message>
    <message>
        <source>is no .%1 file, or a damaged one: its beginning is another; take another copy of it</source>
        <translation>ist keine .%1-Datei oder eine beschädigte: Ihr Anfang ist ein anderer; nehmen Sie eine andere Kopie davon</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word-Dokument</translation>
    </message>
    <message>
        <source>OpenDocument text</source>
        <translation>OpenDocument-Text</translation>
    </message>
    <message>
        <source>EPUB book</source>
        <translation>EPUB-Buch</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>Webseite</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Nur Text</translation>
    </message>
    <message>
        <source>There is no format &quot;.%1&quot;; name a file that ends in one of %2.</source>
        <translation>Das Format „.%1“ gibt es nicht; nennen Sie eine Datei mit einer dieser Endungen: %2.</translation>
    </message>
    <message>
        <source>%1 is damaged: what it holds cannot be read (line %2); take another copy of it.</source>
        <translation>%1 ist beschädigt: Der Inhalt ist nicht lesbar (Zeile %2); nehmen Sie eine andere Kopie davon.</translation>
    </message>
    <message>
        <source>%1 defines words of its own (entities), as no writing program does, and is not opened.</source>
        <translation>%1 legt eigene Kürzel fest (Entitäten), wie es kein Schreibprogramm tut, und wird nicht geöffnet.</translation>
    </message>
    <message>
        <source>%1 cannot be read behind line %2: too much lies in each other; save it anew first.</source>
        <translation>%1 ist hinter Zeile %2 nicht lesbar: Zu viel liegt dort ineinander; speichern Sie es zuerst neu.</translation>
    </message>
    <message>
        <source>is cut off or damaged: its archive cannot be opened; take another copy of it</source>
        <translation>ist abgeschnitten oder beschädigt: Das Archiv lässt sich nicht öffnen; nehmen Sie eine andere Kopie davon</translation>
    </message>
    <message>
        <source>holds more than %1 parts and is not opened; save it anew in the program that it comes from</source>
        <translation>enthält mehr als %1 Teile und wird nicht geöffnet; speichern Sie es neu in dem Programm, aus dem es stammt</translation>
    </message>
    <message>
        <source>lacks its part &quot;%1&quot;; it is damaged, take another copy</source>
        <translation>hat den Teil „%1“ nicht; die Datei ist beschädigt, nehmen Sie eine andere Kopie</translation>
    </message>
    <message>
        <source>is protected by a password; save it without one first</source>
        <translation>ist durch ein Kennwort geschützt; speichern Sie es zuerst ohne</translation>
    </message>
    <message>
        <source>is damaged: its part &quot;%1&quot; cannot be opened; take another copy</source>
        <translation>ist beschädigt: Der Teil „%1“ lässt sich nicht öffnen; nehmen Sie eine andere Kopie</translation>
    </message>
    <message>
        <source>is damaged: its part &quot;%1&quot; cannot be read to its end; take another copy</source>
        <translation>ist beschädigt: Der Teil „%1“ ist nicht bis zum Ende lesbar; nehmen Sie eine andere Kopie</translation>
    </message>
    <message>
        <source>unpacks to far more than a text has (its part &quot;%1&quot;) and is not opened</source>
        <translation>wird ausgepackt viel größer als ein Text (im Teil „%1“) und wird nicht geöffnet</translation>
    </message>
    <message>
        <source>The file could not be packed; try another format.</source>
        <translation>Die Datei konnte nicht gepackt werden; versuchen Sie ein anderes Format.</translation>
    </message>
    <message>
        <source>There is no file %1; check its name.</source>
        <translation>Die Datei %1 gibt es nicht; prüfen Sie den Namen.</translation>
    </message>
    <message>
        <source>%1 is a folder; choose a file in it.</source>
        <translation>%1 ist ein Ordner; wählen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>%1 is not a file with a text in it; choose another one.</source>
        <translation>%1 ist keine Datei mit einem Text; wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>%1 has %2 MB, and the largest file that can be opened has %3 MB; split it first.</source>
        <translation>%1 hat %2 MB, und die größte Datei, die sich öffnen lässt, hat %3 MB; teilen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>%1 could not be read to its end, or changes at this moment; try again.</source>
        <translation>%1 konnte nicht bis zum Ende gelesen werden oder ändert sich gerade; versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>%1 is of a kind that cannot be opened yet; save it as text (%2) first.</source>
        <translation>%1 ist von einer Art, die sich noch nicht öffnen lässt; speichern Sie es zuerst als Text (%2).</translation>
    </message>
    <message>
        <source>%1 is not UTF-8: byte %2 (line %3) is not part of a character; save it as UTF-8 in the program that it comes from.</source>
        <translation>%1 ist nicht in UTF-8: Byte %2 (Zeile %3) gehört zu keinem Zeichen; speichern Sie es als UTF-8 in dem Programm, aus dem es stammt.</translation>
    </message>
    <message>
        <source>%1 is a folder, not a Lacuna library; name a file in it.</source>
        <translation>%1 ist ein Ordner, keine Bibliothek von Lacuna; nennen Sie eine Datei darin.</translation>
    </message>
    <message>
        <source>The folder %1 for the library cannot be made; check the rights of the folder above it.</source>
        <translation>Der Ordner %1 für die Bibliothek lässt sich nicht anlegen; prüfen Sie die Zugriffsrechte des Ordners darüber.</translation>
    </message>
    <message>
        <source>The library %1 may not be read; change the rights of the file.</source>
        <translation>Die Bibliothek %1 darf nicht gelesen werden; ändern Sie die Zugriffsrechte der Datei.</translation>
    </message>
    <message>
        <source>The library %1 may not be written; change the rights of the file.</source>
        <translation>Die Bibliothek %1 darf nicht geschrieben werden; ändern Sie die Zugriffsrechte der Datei.</translation>
    </message>
    <message>
        <source>%1 (as another program left it)</source>
        <translation>%1 (wie ein anderes Programm es hinterließ)</translation>
    </message>
    <message>
        <source>A document needs a title; its old one was kept.</source>
        <translation>Ein Dokument braucht einen Titel; sein alter blieb.</translation>
    </message>
    <message>
        <source>“%1” is not in the bin; put it there before you delete it for good.</source>
        <translation>„%1“ ist nicht im Papierkorb; legen Sie es hinein, bevor Sie es endgültig löschen.</translation>
    </message>
    <message>
        <source>A goal is a number of words from 0 on.</source>
        <translation>Ein Ziel ist eine Anzahl Wörter ab 0.</translation>
    </message>
    <message>
        <source>The document is not in the library any more; choose another one from the list.</source>
        <translation>Das Dokument ist nicht mehr in der Bibliothek; wählen Sie ein anderes aus der Liste.</translation>
    </message>
    <message>
        <source>Rescued pieces of %1</source>
        <translation>Gerettete Teile von %1</translation>
    </message>
    <message>
        <source>This document has no state with the number %1; choose one from its history.</source>
        <translation>Dieses Dokument hat keinen Stand mit der Nummer %1; wählen Sie einen aus seinem Verlauf.</translation>
    </message>
    <message>
        <source>The state with the number %1 of this document is damaged; choose another one from its history.</source>
        <translation>Der Stand mit der Nummer %1 dieses Dokuments ist beschädigt; wählen Sie einen anderen aus seinem Verlauf.</translation>
    </message>
    <message>
        <source>The newest state of a document is the document itself and stays; choose an older one.</source>
        <translation>Der neueste Stand eines Dokuments ist das Dokument selbst und bleibt; wählen Sie einen älteren.</translation>
    </message>
    <message>
        <source>The library cannot be written because the folder %1 is read-only; change its rights, or choose another place.</source>
        <translation>Die Bibliothek kann nicht geschrieben werden, weil der Ordner %1 schreibgeschützt ist; ändern Sie die Zugriffsrechte, oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>There is no room on the disk for a library in %1; free some.</source>
        <translation>Auf dem Datenträger ist kein Platz für eine Bibliothek in %1; schaffen Sie welchen.</translation>
    </message>
    <message>
        <source>The library cannot be opened in the folder %1; check that it is there.</source>
        <translation>Die Bibliothek lässt sich im Ordner %1 nicht öffnen; prüfen Sie, ob er da ist.</translation>
    </message>
    <message>
        <source>Another Lacuna has the library %1 open; use that window, or close it first.</source>
        <translation>Ein anderes Lacuna hat die Bibliothek %1 geöffnet; nehmen Sie jenes Fenster, oder schließen Sie es zuerst.</translation>
    </message>
    <message>
        <source>%1 is a database of another program, not a Lacuna library; choose another file, or move this one away.</source>
        <translation>%1 ist die Datenbank eines anderen Programms, keine Bibliothek von Lacuna; wählen Sie eine andere Datei, oder verschieben Sie diese.</translation>
    </message>
    <message>
        <source>The library %1 has version %2, and this program knows versions up to %3; open it with a newer Lacuna. Nothing in it was changed.</source>
        <translation>Die Bibliothek %1 hat Version %2, und dieses Programm kennt Versionen bis %3; öffnen Sie sie mit einem neueren Lacuna. Nichts darin wurde geändert.</translation>
    </message>
    <message>
        <source>The library %1 names no version; it was left as it is: put back a backup copy.</source>
        <translation>Die Bibliothek %1 nennt keine Version; sie blieb, wie sie ist: Spielen Sie eine Sicherung zurück.</translation>
    </message>
    <message>
        <source>%1 is empty, not a Lacuna library; open it once in Lacuna.</source>
        <translation>%1 ist leer und keine Bibliothek von Lacuna; öffnen Sie es einmal in Lacuna.</translation>
    </message>
    <message>
        <source>The library %1 was written by an earlier Lacuna: open it once in the window, which brings it up to date.</source>
        <translation>Die Bibliothek %1 stammt von einem früheren Lacuna: Öffnen Sie sie einmal im Fenster, das sie auf den neuesten Stand bringt.</translation>
    </message>
    <message>
        <source>No state of this document can be read any more; it was left as it is in %1: put back a backup copy of that file.</source>
        <translation>Kein Stand dieses Dokuments ist mehr lesbar; es blieb, wie es ist, in %1: Spielen Sie eine Sicherung dieser Datei zurück.</translation>
    </message>
    <message>
        <source>The newest state of this document is damaged; the one before it was opened.</source>
        <translation>Der neueste Stand dieses Dokuments ist beschädigt; der davor wurde geöffnet.</translation>
    </message>
    <message>
        <source>The last changes of this document are damaged (%1 of them); all before them is here.</source>
        <translation>Die letzten Änderungen dieses Dokuments sind beschädigt (%1 davon); alles davor ist da.</translation>
    </message>
    <message>
        <source>A change at position %1 does not fit a text of %2 characters and was not kept; save the text to a file, and open that.</source>
        <translation>Eine Änderung an Stelle %1 passt nicht zu einem Text von %2 Zeichen und wurde nicht aufbewahrt; speichern Sie den Text in eine Datei, und öffnen Sie diese.</translation>
    </message>
    <message>
        <source>This run is not in the library any more; choose another one from the list.</source>
        <translation>Dieser Lauf ist nicht mehr in der Bibliothek; wählen Sie einen anderen aus der Liste.</translation>
    </message>
    <message>
        <source>A run was not kept, because its document is not in the library any more.</source>
        <translation>Ein Lauf wurde nicht aufbewahrt, weil sein Dokument nicht mehr in der Bibliothek ist.</translation>
    </message>
    <message>
        <source>The steps of the run of %1 are damaged and cannot be shown; its text and its settings are still there.</source>
        <translation>Die Schritte des Laufs vom %1 sind beschädigt und lassen sich nicht zeigen; sein Text und seine Einstellungen sind noch da.</translation>
    </message>
    <message>
        <source>A model without a fingerprint cannot be remembered.</source>
        <translation>Ein Modell ohne Fingerabdruck lässt sich nicht merken.</translation>
    </message>
    <message>
        <source>%1 is no index of this Lacuna; open the library once in the window.</source>
        <translation>%1 ist kein Verzeichnis dieses Lacuna; öffnen Sie die Bibliothek einmal im Fenster.</translation>
    </message>
    <message>
        <source>%1 cannot be made; check the rights of its folder.</source>
        <translation>%1 lässt sich nicht anlegen; prüfen Sie die Zugriffsrechte des Ordners.</translation>
    </message>
    <message>
        <source>The index of the search is damaged.</source>
        <translation>Das Suchverzeichnis ist beschädigt.</translation>
    </message>
    <message>
        <source>The index of the search has no number left.</source>
        <translation>Das Suchverzeichnis hat keine Nummer mehr frei.</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 Tag</translation>
    </message>
    <message numerus="yes">
        <source>%Ln days</source>
        <translation>
            <numerusform>%Ln Tag</numerusform>
            <numerusform>%Ln Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 states are kept: all that are younger than %3, one an hour up to %4, one a day up to %5, one a week before that, and always the first, the newest, those with a name and those that a model read.</source>
        <translation>%1 von %2 Ständen bleiben: alle, die jünger sind als %3, einer je Stunde bis %4, einer am Tag bis %5, davor einer in der Woche, und immer der erste, der neueste, die benannten und die, die ein Modell gelesen hat.</translation>
    </message>
    <message>
        <source>A project lies at the top of the library; move what is in it instead.</source>
        <translation>Ein Projekt liegt ganz oben in der Bibliothek; verschieben Sie stattdessen seinen Inhalt.</translation>
    </message>
    <message>
        <source>“%1” is in the bin; restore it before you move something into it.</source>
        <translation>„%1“ ist im Papierkorb; holen Sie es heraus, bevor Sie etwas hineinverschieben.</translation>
    </message>
    <message>
        <source>“%1” cannot be moved into itself; choose another place.</source>
        <translation>„%1“ lässt sich nicht in sich selbst verschieben; wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>A project lies at the top of the library; make it there.</source>
        <translation>Ein Projekt liegt ganz oben in der Bibliothek; legen Sie es dort an.</translation>
    </message>
    <message>
        <source>“%1” is in the bin; restore it before you put something into it.</source>
        <translation>„%1“ ist im Papierkorb; holen Sie es heraus, bevor Sie etwas hineinlegen.</translation>
    </message>
    <message>
        <source>A project lies at the top of the library; move the document there first.</source>
        <translation>Ein Projekt liegt ganz oben in der Bibliothek; verschieben Sie das Dokument zuerst dorthin.</translation>
    </message>
    <message>
        <source>%1 was saved as UTF-8: its encoding %2 has no &quot;%3&quot; (line %4).</source>
        <translation>%1 wurde als UTF-8 gespeichert: Die Kodierung %2 kennt kein „%3“ (Zeile %4).</translation>
    </message>
    <message>
        <source>%1 is not UTF-8 but UTF-16, as it seems, without the mark that says so; save it as UTF-8 in the program that it comes from.</source>
        <translation>%1 ist nicht in UTF-8, sondern anscheinend in UTF-16 ohne das Zeichen, das es sagt; speichern Sie es als UTF-8 in dem Programm, aus dem es stammt.</translation>
    </message>
    <message>
        <source>%1 was written by a later Lacuna, and this one knows lists up to version %2; take the folder in with that one, or move the list away.</source>
        <translation>%1 stammt von einem neueren Lacuna, und dieses kennt Listen bis zur Version %2; importieren Sie den Ordner mit dem neueren, oder verschieben Sie die Liste.</translation>
    </message>
    <message>
        <source>The folder %1 holds no text that can be taken in (.md, .markdown, .txt); choose another one.</source>
        <translation>Der Ordner %1 enthält keinen Text, der importiert werden kann (.md, .markdown, .txt); wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The folder %1 holds no text that can be taken in: %2</source>
        <translation>Der Ordner %1 enthält keinen Text, der importiert werden kann: %2</translation>
    </message>
    <message>
        <source>The texts in %1 have more than %2 MB together, which is too much at once; choose a folder in it.</source>
        <translation>Die Texte in %1 haben zusammen mehr als %2 MB, zu viel auf einmal; wählen Sie einen Ordner darin.</translation>
    </message>
    <message>
        <source>%1, the text of “%2”, is not in the folder any more.</source>
        <translation>%1, der Text von „%2“, ist nicht mehr im Ordner.</translation>
    </message>
    <message>
        <source>There is no folder %1; check its name.</source>
        <translation>Es gibt keinen Ordner %1; prüfen Sie seinen Namen.</translation>
    </message>
    <message>
        <source>%1 is a file; name the folder it lies in.</source>
        <translation>%1 ist eine Datei; nennen Sie den Ordner, in dem sie liegt.</translation>
    </message>
    <message>
        <source>The folder %1 may not be read; change its rights.</source>
        <translation>Der Ordner %1 darf nicht gelesen werden; ändern Sie seine Zugriffsrechte.</translation>
    </message>
    <message>
        <source>%1 is a link that leads nowhere.</source>
        <translation>%1 ist eine Verknüpfung, die ins Leere führt.</translation>
    </message>
    <message>
        <source>%1 is a link that leads out of the folder; copy what it leads to into the folder.</source>
        <translation>%1 ist eine Verknüpfung, die aus dem Ordner hinausführt; kopieren Sie das Ziel in den Ordner.</translation>
    </message>
    <message>
        <source>%1 lies too deep, more folders in each other than a book has.</source>
        <translation>%1 liegt zu tief, in mehr Ordnern ineinander, als ein Buch hat.</translation>
    </message>
    <message>
        <source>The folder %1 holds more than %2 texts and folders; choose a folder in it.</source>
        <translation>Der Ordner %1 enthält mehr als %2 Texte und Ordner; wählen Sie einen Ordner darin.</translation>
    </message>
    <message>
        <source>%1 could not be written (%2); what was written before it stays. Make room or choose another folder, and export again.</source>
        <translation>%1 konnte nicht geschrieben werden (%2); was davor geschrieben wurde, bleibt. Schaffen Sie Platz oder wählen Sie einen anderen Ordner, und exportieren Sie noch einmal.</translation>
    </message>
    <message>
        <source>The folder %1 holds another project, “%2”; choose another folder, or a new one in it.</source>
        <translation>Der Ordner %1 enthält ein anderes Projekt, „%2“; wählen Sie einen anderen Ordner oder einen neuen darin.</translation>
    </message>
    <message>
        <source>The folder %1 holds a file lacuna.json that is no list of a project; choose another folder, or a new one in it.</source>
        <translation>Der Ordner %1 enthält eine Datei lacuna.json, die keine Liste eines Projekts ist; wählen Sie einen anderen Ordner oder einen neuen darin.</translation>
    </message>
    <message>
        <source>“%1” lies deeper than %2 documents in each other, which is more than a folder takes; move it up first.</source>
        <translation>„%1“ liegt tiefer als %2 Dokumente ineinander, mehr als ein Ordner aufnimmt; schieben Sie es zuerst nach oben.</translation>
    </message>
    <message>
        <source>its encoding %1 has no “%2”, in line %3</source>
        <translation>ihre Kodierung %1 hat kein „%2“, in Zeile %3</translation>
    </message>
    <message>
        <source>The document whose spelling was to be changed is no longer in the library; open another one.</source>
        <translation>Das Dokument, dessen Rechtschreibung geändert werden sollte, ist nicht mehr in der Bibliothek; öffnen Sie ein anderes.</translation>
    </message>
    <message>
        <source>The list of words %1 cannot be read, so it was left as it is: %2. Change the rights of the file.</source>
        <translation>Die Wörterliste %1 kann nicht gelesen werden, deshalb blieb sie, wie sie ist: %2. Ändern Sie die Zugriffsrechte der Datei.</translation>
    </message>
    <message>
        <source>%1, part %2</source>
        <translation>%1, Teil %2</translation>
    </message>
    <message>
        <source>It is in another language (%1) than the most of these texts (%2).</source>
        <translation>Es ist in einer anderen Sprache (%1) als das meiste dieser Texte (%2).</translation>
    </message>
    <message>
        <source>A model wrote all of it, or nearly.</source>
        <translation>Ein Modell hat alles davon geschrieben, oder fast alles.</translation>
    </message>
    <message>
        <source>It has fewer than %1 words.</source>
        <translation>Es hat weniger als %1 Wörter.</translation>
    </message>
    <message>
        <source>%1 words of it were written by a model and are left out.</source>
        <translation>%1 Wörter davon hat ein Modell geschrieben; sie bleiben weg.</translation>
    </message>
    <message>
        <source>It stands in “%1” already, word for word or nearly.</source>
        <translation>Es steht schon in „%1“, wörtlich oder beinahe.</translation>
    </message>
    <message>
        <source>%1 words of it stand in “%2” already, word for word or nearly, and are left out.</source>
        <translation>%1 Wörter davon stehen schon in „%2“, wörtlich oder beinahe, und bleiben weg.</translation>
    </message>
    <message>
        <source>These texts have been deleted; choose others.</source>
        <translation>Diese Texte wurden gelöscht; wählen Sie andere.</translation>
    </message>
    <message>
        <source>“%1” has %2 words to learn from, and a voice needs %3 at least; add more texts.</source>
        <translation>„%1“ hat %2 Wörter zum Lernen, und eine Stimme braucht mindestens %3; fügen Sie weitere Texte hinzu.</translation>
    </message>
    <message>
        <source>No chapter of “%1” is held out, and without one nobody can tell whether the voice learns; hold one out.</source>
        <translation>Kein Kapitel von „%1“ ist zurückgehalten, und ohne eines kann niemand sagen, ob die Stimme lernt; halten Sie eines zurück.</translation>
    </message>
    <message>
        <source>%1 is not there any more; put it back, or take it out.</source>
        <translation>%1 ist nicht mehr da; legen Sie es zurück, oder nehmen Sie es heraus.</translation>
    </message>
    <message>
        <source>%1 of its %2 files could not be read; the first: %3</source>
        <translation>%1 seiner %2 Dateien konnten nicht gelesen werden; die erste: %3</translation>
    </message>
    <message>
        <source>There is no text in %1 that can be read; choose another folder.</source>
        <translation>In %1 gibt es keinen Text, der sich lesen lässt; wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>%1 holds more than %2 texts; the rest was not read.</source>
        <translation>%1 enthält mehr als %2 Texte; der Rest wurde nicht gelesen.</translation>
    </message>
    <message>
        <source>“%1” is not in the library any more, or in its bin; restore it, or take it out.</source>
        <translation>„%1“ ist nicht mehr in der Bibliothek oder liegt im Papierkorb; stellen Sie es wieder her, oder nehmen Sie es heraus.</translation>
    </message>
    <message>
        <source>“%1” could not be read: the library is not open.</source>
        <translation>„%1“ konnte nicht gelesen werden: Die Bibliothek ist nicht offen.</translation>
    </message>
    <message>
        <source>It is a note.</source>
        <translation>Es ist eine Notiz.</translation>
    </message>
    <message>
        <source>%1 has changed since it was read; read it again.</source>
        <translation>%1 hat sich geändert, seit es gelesen wurde; lesen Sie es neu.</translation>
    </message>
    <message>
        <source>The library %1 was written by a Lacuna from before its first release, and cannot be read any more; nothing in it was changed.</source>
        <translation>Die Bibliothek %1 wurde von einem Lacuna vor der ersten Ausgabe geschrieben und kann nicht mehr gelesen werden; nichts darin wurde geändert.</translation>
    </message>
    <message>
        <source>%1 holds something else than Lacuna&apos;s voices; move it away, and a new one is made.</source>
        <translation>%1 enthält etwas anderes als die Stimmen von Lacuna; legen Sie es anderswohin, dann wird ein neues angelegt.</translation>
    </message>
    <message>
        <source>The voices in %1 have version %2, and this program knows versions up to %3; open them with a newer Lacuna. Nothing in them was changed.</source>
        <translation>Die Stimmen in %1 haben Version %2, und dieses Programm kennt Versionen bis %3; öffnen Sie sie mit einem neueren Lacuna. Nichts daran wurde geändert.</translation>
    </message>
    <message>
        <source>Give it a name first.</source>
        <translation>Geben Sie ihm zuerst einen Namen.</translation>
    </message>
    <message>
        <source>“%1” is needed by the voice “%2”, which is not finished; stop or remove that first.</source>
        <translation>„%1“ wird von der Stimme „%2“ gebraucht, die nicht fertig ist; beenden oder entfernen Sie diese zuerst.</translation>
    </message>
    <message>
        <source>“%1” is in “%2” already.</source>
        <translation>„%1“ ist schon in „%2“.</translation>
    </message>
    <message>
        <source>This chapter is not there any more: its texts have been read again; look again.</source>
        <translation>Dieses Kapitel ist nicht mehr da: Seine Texte wurden neu gelesen; sehen Sie noch einmal nach.</translation>
    </message>
    <message>
        <source>Nothing of “%1” is left to use: %2</source>
        <translation>Von „%1“ ist nichts übrig, was zu brauchen wäre: %2</translation>
    </message>
    <message>
        <source>You have left it out.</source>
        <translation>Sie haben es ausgelassen.</translation>
    </message>
    <message>
        <source>A voice&apos;s rank is between 1 and 256, not %1.</source>
        <translation>Der Rang einer Stimme liegt zwischen 1 und 256, nicht bei %1.</translation>
    </message>
    <message>
        <source>There is no map &quot;%1&quot; to adapt; name some of %2.</source>
        <translation>Es gibt keine Abbildung „%1“, die sich anpassen ließe; nennen Sie einige von %2.</translation>
    </message>
    <message>
        <source>The rate of learning is above 0 and at most 1.</source>
        <translation>Die Lernrate liegt über 0 und ist höchstens 1.</translation>
    </message>
    <message>
        <source>Say how many minutes it may take, or how many steps.</source>
        <translation>Sagen Sie, wie viele Minuten es dauern darf, oder wie viele Schritte.</translation>
    </message>
    <message>
        <source>The share of rehearsed text is between 0 and 0.9.</source>
        <translation>Der Anteil der Auffrischung liegt zwischen 0 und 0,9.</translation>
    </message>
    <message>
        <source>Hours are between 0 and 23, and numbers of steps not below 0.</source>
        <translation>Stunden liegen zwischen 0 und 23, und Schrittzahlen nicht unter 0.</translation>
    </message>
    <message>
        <source>“%1” has been started, and its voice will be called so; rename the voice.</source>
        <translation>„%1“ wurde gestartet, und seine Stimme wird so heißen; benennen Sie die Stimme um.</translation>
    </message>
    <message>
        <source>“%1” has been started, and what it was told is fixed; make a new one for other settings.</source>
        <translation>„%1“ wurde gestartet, und seine Einstellungen stehen fest; legen Sie für andere einen neuen Auftrag an.</translation>
    </message>
    <message>
        <source>“%1” has ended; make a new one.</source>
        <translation>„%1“ ist zu Ende; legen Sie einen neuen Auftrag an.</translation>
    </message>
    <message>
        <source>“%1” has been started already; resume it, or make a new one.</source>
        <translation>„%1“ wurde schon gestartet; setzen Sie ihn fort, oder legen Sie einen neuen Auftrag an.</translation>
    </message>
    <message>
        <source>“%1” does not wait in the queue, so it has no place there.</source>
        <translation>„%1“ wartet nicht in der Schlange und hat darin also keinen Platz.</translation>
    </message>
    <message>
        <source>“%1” is at work; stop or pause it before you remove it.</source>
        <translation>„%1“ arbeitet; beenden Sie ihn oder halten Sie ihn an, bevor Sie ihn entfernen.</translation>
    </message>
    <message>
        <source>“%1” is not at work, so there is nothing to pause.</source>
        <translation>„%1“ arbeitet nicht, es gibt also nichts anzuhalten.</translation>
    </message>
    <message>
        <source>“%1” has not been started; start it.</source>
        <translation>„%1“ wurde noch nicht gestartet; starten Sie ihn.</translation>
    </message>
    <message>
        <source>“%1” is done; make a new one to learn more.</source>
        <translation>„%1“ ist fertig; legen Sie einen neuen Auftrag an, um mehr zu lernen.</translation>
    </message>
    <message>
        <source>“%1” is not at work, so there is nothing to stop.</source>
        <translation>„%1“ arbeitet nicht, es gibt also nichts zu beenden.</translation>
    </message>
    <message>
        <source>It was stopped before it had learnt anything.</source>
        <translation>Er wurde beendet, bevor etwas gelernt war.</translation>
    </message>
    <message>
        <source>This job has been removed; make a new one.</source>
        <translation>Dieser Auftrag wurde entfernt; legen Sie einen neuen an.</translation>
    </message>
    <message>
        <source>This voice has been deleted; choose another.</source>
        <translation>Diese Stimme wurde gelöscht; wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>A voice&apos;s share is between 0 and 150 percent, not %1.</source>
        <translation>Der Anteil einer Stimme liegt zwischen 0 und 150 Prozent, nicht bei %1.</translation>
    </message>
    <message>
        <source>Another Lacuna is at work on “%1”; pause it there, or wait until it has ended.</source>
        <translation>Ein anderes Lacuna arbeitet an „%1“; halten Sie es dort an, oder warten Sie, bis es fertig ist.</translation>
    </message>
    <message>
        <source>“%1” is not at work here, so it cannot end here.</source>
        <translation>„%1“ arbeitet nicht hier und kann also hier nicht enden.</translation>
    </message>
    <message>
        <source>A job that has begun does not become a draft again.</source>
        <translation>Ein begonnener Auftrag wird kein Entwurf mehr.</translation>
    </message>
</context>
<context>
    <name>SurpriseWords</name>
    <message>
        <source>just what was expected</source>
        <translation>genau wie erwartet</translation>
    </message>
    <message>
        <source>as good as expected</source>
        <translation>so gut wie erwartet</translation>
    </message>
    <message>
        <source>one of many that fit</source>
        <translation>eines von vielen, die passen</translation>
    </message>
    <message>
        <source>unexpected</source>
        <translation>unerwartet</translation>
    </message>
    <message>
        <source>very unexpected</source>
        <translation>sehr unerwartet</translation>
    </message>
    <message>
        <source>hardly ever expected here</source>
        <translation>hier kaum je zu erwarten</translation>
    </message>
    <message>
        <source>%1, less than 1 in a million</source>
        <translation>%1, weniger als 1 zu einer Million</translation>
    </message>
    <message>
        <source>%1, about 1 in %2</source>
        <translation>%1, etwa 1 zu %2</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <translation>„%1“: %2</translation>
    </message>
    <message>
        <source>%1; likelier: %2</source>
        <translation>%1; wahrscheinlicher: %2</translation>
    </message>
</context>
<context>
    <name>Theme</name>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
</context>
<context>
    <name>UnsavedDialog</name>
    <message>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <source>The last changes of “%1” are only in this window.</source>
        <translation>Die letzten Änderungen an „%1“ sind nur in diesem Fenster.</translation>
    </message>
    <message numerus="yes">
        <source>The last changes of %Ln drafts are only in this window: %1.</source>
        <translation>
            <numerusform>Die letzten Änderungen an %Ln Entwurf sind nur in diesem Fenster: %1.</numerusform>
            <numerusform>Die letzten Änderungen an %Ln Entwürfen sind nur in diesem Fenster: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Save a copy elsewhere…</source>
        <translation>&amp;Kopie woanders speichern…</translation>
    </message>
    <message>
        <source>S&amp;tay</source>
        <translation>&amp;Bleiben</translation>
    </message>
    <message>
        <source>&amp;Discard</source>
        <translation>&amp;Verwerfen</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>Save a copy of “%1”</source>
        <translation>Kopie von „%1“ speichern</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Plain text (*.txt)</source>
        <translation>Nur Text (*.txt)</translation>
    </message>
</context>
<context>
    <name>VoiceWords</name>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 Wort</translation>
    </message>
    <message numerus="yes">
        <source>%Ln words</source>
        <translation>
            <numerusform>%Ln Wort</numerusform>
            <numerusform>%Ln Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>noch nicht begonnen</translation>
    </message>
    <message>
        <source>waits for its turn</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>learns</source>
        <translation>lernt</translation>
    </message>
    <message>
        <source>will pause</source>
        <translation>hält gleich an</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>has learnt</source>
        <translation>hat gelernt</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>beendet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>nothing in it yet</source>
        <translation>noch leer</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, geändert</translation>
    </message>
    <message>
        <source>%1, no. %2</source>
        <translation>%1, Nr. %2</translation>
    </message>
    <message>
        <source>%1, %2 left</source>
        <translation>%1, noch %2</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>speaks, %1%</source>
        <translation>spricht, %1&#xa0;%</translation>
    </message>
    <message>
        <source>silent</source>
        <translation>schweigt</translation>
    </message>
    <message>
        <source>silent, gain %1</source>
        <translation>schweigt, Gewinn %1</translation>
    </message>
    <message>
        <source>%1 to learn from (about %2 tokens).</source>
        <translation>%1 zum Lernen (etwa %2 Token).</translation>
    </message>
    <message>
        <source>%1 held out: how well the voice does is asked of them.</source>
        <translation>%1 zurückgehalten: An ihnen zeigt sich, wie gut die Stimme ist.</translation>
    </message>
    <message>
        <source>%1 stand in it twice and count once.</source>
        <translation>%1 stehen doppelt darin und zählen einmal.</translation>
    </message>
    <message>
        <source>%1 came out of a gap, and are learnt too.</source>
        <translation>%1 kamen aus einer Lücke und werden mitgelernt.</translation>
    </message>
    <message>
        <source>%1 came out of a gap, and are left out.</source>
        <translation>%1 kamen aus einer Lücke und bleiben weg.</translation>
    </message>
    <message>
        <source>%1 left out.</source>
        <translation>%1 ausgelassen.</translation>
    </message>
    <message>
        <source>Language: %1.</source>
        <translation>Sprache: %1.</translation>
    </message>
    <message>
        <source>learnt</source>
        <translation>gelernt</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>ausgelassen</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>%1 of work</source>
        <translation>%1 Arbeit</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>%1 tokens a second</source>
        <translation>%1 Token je Sekunde</translation>
    </message>
    <message>
        <source>%1 instead of %2 nats a character</source>
        <translation>%1 statt %2 Nat je Zeichen</translation>
    </message>
    <message>
        <source>Of the words that were held out it is %1 less sure than the model without it: %2.</source>
        <translation>Der zurückgehaltenen Wörter ist sie um %1 weniger sicher als das Modell ohne sie: %2.</translation>
    </message>
    <message>
        <source>Of the words that were held out it is %1 surer than the model without it: %2.</source>
        <translation>Der zurückgehaltenen Wörter ist sie um %1 sicherer als das Modell ohne sie: %2.</translation>
    </message>
    <message>
        <source>%1 in %2 steps of %3 s; each word is seen %4 times. Memory: %5 of %6 that are free. Disk: %7 of %8 that are free.</source>
        <translation>%1 in %2 Schritten zu %3 s; jedes Wort wird %4 Mal gesehen. Arbeitsspeicher: %5 von %6, die frei sind. Datenträger: %7 von %8, die frei sind.</translation>
    </message>
    <message>
        <source>Learnt from %1 in %2.</source>
        <translation>Gelernt: %1 in %2.</translation>
    </message>
    <message>
        <source>Learnt from %1.</source>
        <translation>Gelernt: %1.</translation>
    </message>
    <message>
        <source>It can hardly be told from the model without it: of 100 pairs of fills, %1 with the voice were taken to be yours; 50 would be chance.</source>
        <translation>Vom Modell ohne sie ist sie kaum zu unterscheiden: Von 100 Paaren von Füllungen wurden %1 mit der Stimme für Ihre gehalten; 50 wären Zufall.</translation>
    </message>
    <message>
        <source>It can be heard: of 100 pairs of fills, %1 with the voice were taken to be yours; 50 would be chance.</source>
        <translation>Man hört sie: Von 100 Paaren von Füllungen wurden %1 mit der Stimme für Ihre gehalten; 50 wären Zufall.</translation>
    </message>
    <message>
        <source>It can be heard clearly: of 100 pairs of fills, %1 with the voice were taken to be yours; 50 would be chance.</source>
        <translation>Man hört sie deutlich: Von 100 Paaren von Füllungen wurden %1 mit der Stimme für Ihre gehalten; 50 wären Zufall.</translation>
    </message>
    <message>
        <source>None of %1 fills repeats more than %2 words of what it learnt from; the longest repetition has %3.</source>
        <translation>Keine von %1 Füllungen wiederholt mehr als %2 Wörter des Gelernten; die längste Wiederholung hat %3.</translation>
    </message>
    <message>
        <source>%1 of %2 fills repeat more than %3 words of what it learnt from; the longest repetition has %4.</source>
        <translation>%1 von %2 Füllungen wiederholen mehr als %3 Wörter des Gelernten; die längste Wiederholung hat %4.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::BackupCalls</name>
    <message>
        <source>The backup failed (%1); the library itself is as it was.</source>
        <translation>Die Sicherung ist gescheitert (%1); die Bibliothek selbst ist, wie sie war.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::BackupWiring</name>
    <message>
        <source>The library is the %1 now. What it was before is in the list of backups.</source>
        <translation>Die Bibliothek ist jetzt diese: %1. Wie sie vorher war, steht in der Liste der Sicherungen.</translation>
    </message>
    <message>
        <source>A folder for backups</source>
        <translation>Ordner für Sicherungen</translation>
    </message>
    <message>
        <source>“%1” is in the library now, and on the page.</source>
        <translation>„%1“ ist jetzt in der Bibliothek und auf der Seite.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::EngineThread</name>
    <message>
        <source>There is not enough memory for this gap: close other programs, or ask for fewer candidates.</source>
        <translation>Der Arbeitsspeicher reicht nicht für diese Lücke: Schließen Sie andere Programme, oder verlangen Sie weniger Vorschläge.</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly (%1): try again, or run lacuna doctor.</source>
        <translation>Die Engine hat unerwartet angehalten (%1): Versuchen Sie es noch einmal, oder starten Sie lacuna doctor.</translation>
    </message>
    <message>
        <source>The engine stopped unexpectedly: try again, or run lacuna doctor.</source>
        <translation>Die Engine hat unerwartet angehalten: Versuchen Sie es noch einmal, oder starten Sie lacuna doctor.</translation>
    </message>
    <message>
        <source>The comparison was stopped.</source>
        <translation>Der Vergleich wurde abgebrochen.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::FilesWiring</name>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>%1 was copied into the library; the file stays as it is.%2</source>
        <translation>%1 wurde in die Bibliothek kopiert; die Datei bleibt, wie sie ist.%2</translation>
    </message>
    <message>
        <source>Written: %1.</source>
        <translation>Geschrieben: %1.</translation>
    </message>
    <message>
        <source>No draft of the library is open: open one of the project first.</source>
        <translation>Kein Entwurf der Bibliothek ist geöffnet: Öffnen Sie erst einen des Projekts.</translation>
    </message>
    <message>
        <source>Reading %1</source>
        <translation>%1 wird gelesen</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importieren</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>%1 wird geschrieben</translation>
    </message>
</context>
<context>
    <name>lacuna::app::HistoryWiring</name>
    <message>
        <source>One state was removed. %1</source>
        <translation>Ein Stand wurde entfernt. %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln states were removed. %1</source>
        <translation>
            <numerusform>%Ln Stand wurde entfernt. %1</numerusform>
            <numerusform>%Ln Stände wurden entfernt. %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The text has changed in the meantime, so nothing was brought back: choose again.</source>
        <translation>Der Text hat sich inzwischen geändert, deshalb wurde nichts zurückgeholt: Wählen Sie noch einmal.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::LinkCalls</name>
    <message>
        <source>%1 is linked to “%2” already; unlink that one first, or choose another file.</source>
        <translation>%1 ist schon mit „%2“ verknüpft; lösen Sie das zuerst, oder wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>The library cannot be written, so nothing can be linked now.</source>
        <translation>Die Bibliothek kann nicht geschrieben werden, darum kann jetzt nichts verknüpft werden.</translation>
    </message>
    <message>
        <source>There is no folder %1; choose another place.</source>
        <translation>Es gibt keinen Ordner %1; wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <source>%1 cannot be read (%2).</source>
        <translation>%1 kann nicht gelesen werden (%2).</translation>
    </message>
    <message>
        <source>The lines of %1 end in different ways; when it is written, all end as most of them do.</source>
        <translation>Die Zeilen von %1 enden verschieden; wird sie geschrieben, enden alle wie die meisten.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::LinkWiring</name>
    <message>
        <source>“%1” was changed here, and its file %2 by another program. Nothing is overwritten: open it to choose.</source>
        <translation>„%1“ wurde hier geändert, und die Datei %2 von einem anderen Programm. Nichts wird überschrieben: Öffnen Sie das Dokument, um zu wählen.</translation>
    </message>
    <message>
        <source>“%1” has the text of %2 now, which another program has changed; the text before is in its history.</source>
        <translation>„%1“ hat jetzt den Text von %2, den ein anderes Programm geändert hat; der Text davor ist im Verlauf.</translation>
    </message>
    <message>
        <source>The page has the text of %1 now, which another program has changed. Ctrl+Z brings back what stood here; it is in the history too.</source>
        <translation>Die Seite hat jetzt den Text von %1, den ein anderes Programm geändert hat. Strg+Z holt zurück, was hier stand; es ist auch im Verlauf.</translation>
    </message>
    <message>
        <source>%1 is a project in the library now. Texts in it: %2.</source>
        <translation>%1 ist jetzt ein Projekt der Bibliothek. Texte darin: %2.</translation>
    </message>
    <message>
        <source>Reading the folder %1</source>
        <translation>Der Ordner %1 wird gelesen</translation>
    </message>
    <message>
        <source>%1 is being taken into the library…</source>
        <translation>%1 wird in die Bibliothek kopiert…</translation>
    </message>
    <message>
        <source>No draft of the library is open: open one of the project first.</source>
        <translation>Kein Entwurf der Bibliothek ist geöffnet: Öffnen Sie zuerst einen des Projekts.</translation>
    </message>
    <message>
        <source>Writing the folder %1</source>
        <translation>Der Ordner %1 wird geschrieben</translation>
    </message>
    <message>
        <source>Written to %1: %2 files, %3 as they were.</source>
        <translation>Nach %1 geschrieben: %2 Dateien, %3 blieben, wie sie waren.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::LongWork</name>
    <message>
        <source>Stopped: nothing was changed.</source>
        <translation>Angehalten: Nichts wurde geändert.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::ManuscriptSource</name>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
</context>
<context>
    <name>lacuna::app::PrintWiring</name>
    <message>
        <source>Printing</source>
        <translation>Es wird gedruckt</translation>
    </message>
    <message>
        <source>Sent to the printer %1.</source>
        <translation>An den Drucker %1 geschickt.</translation>
    </message>
    <message>
        <source>The printer %1 did not take the pages: look whether it is on, or save a PDF.</source>
        <translation>Der Drucker %1 hat die Seiten nicht angenommen: Sehen Sie nach, ob er eingeschaltet ist, oder speichern Sie ein PDF.</translation>
    </message>
    <message>
        <source>Stopped: the pages so far went to the printer %1, whose queue can leave them out.</source>
        <translation>Angehalten: Die bisherigen Seiten gingen an den Drucker %1, aus dessen Warteschlange sie sich entfernen lassen.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::ReplayExporter</name>
    <message>
        <source>Exported the run as %1.</source>
        <translation>Der Lauf wurde als %1 exportiert.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::StorageThread</name>
    <message>
        <source>No new draft was made, the page is still the one before. </source>
        <translation>Es wurde kein neuer Entwurf angelegt, die Seite ist noch die vorige. </translation>
    </message>
</context>
<context>
    <name>lacuna::app::SurpriseThread</name>
    <message>
        <source>The lens stopped unexpectedly (%1): switch it off and on again.</source>
        <translation>Die Linse hat unerwartet aufgehört (%1): Schalten Sie sie aus und wieder ein.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::VoicesWiring</name>
    <message>
        <source>There is no library yet that voices could be kept beside.</source>
        <translation>Es gibt noch keine Bibliothek, neben der Stimmen liegen könnten.</translation>
    </message>
    <message>
        <source>This model learns no voices: choose an adapter over a base, as the one that came with Lacuna, in the Model menu.</source>
        <translation>Dieses Modell lernt keine Stimmen: Wählen Sie im Menü Modell einen Adapter über einer Basis, wie den, der mit Lacuna kam.</translation>
    </message>
    <message>
        <source>Exported as %1.</source>
        <translation>Exportiert als %1.</translation>
    </message>
</context>
<context>
    <name>lacuna::app::Wiring</name>
    <message>
        <source>Saved a copy as %1.</source>
        <translation>Eine Kopie wurde als %1 gespeichert.</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>This run is not done yet: export it when it is.</source>
        <translation>Dieser Lauf ist noch nicht fertig: Exportieren Sie ihn danach.</translation>
    </message>
    <message>
        <source>No library</source>
        <translation>Keine Bibliothek</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>Ö&amp;ffnen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::AlternativeBars</name>
    <message>
        <source>What else the model thought of</source>
        <translation>Woran das Modell sonst gedacht hat</translation>
    </message>
    <message>
        <source>%1, %L2</source>
        <translation>%1, %L2</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::BackupReader</name>
    <message>
        <source>&amp;Bring into the library</source>
        <translation>In die &amp;Bibliothek holen</translation>
    </message>
    <message>
        <source>&amp;Save as a file…</source>
        <translation>Als &amp;Datei speichern…</translation>
    </message>
    <message>
        <source>&amp;Copy text</source>
        <translation>Text &amp;kopieren</translation>
    </message>
    <message>
        <source>Inside the %1</source>
        <translation>Blick in: %1</translation>
    </message>
    <message>
        <source>Documents of the backup</source>
        <translation>Dokumente der Sicherung</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Choose a document to read it.</source>
        <translation>Wählen Sie ein Dokument, um es zu lesen.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>A new document beside yours; nothing is replaced</source>
        <translation>Ein neues Dokument neben Ihren; nichts wird ersetzt</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Copied what is selected.</source>
        <translation>Das Ausgewählte wurde kopiert.</translation>
    </message>
    <message>
        <source>Copied the whole text.</source>
        <translation>Der ganze Text wurde kopiert.</translation>
    </message>
    <message>
        <source>%1, in the bin</source>
        <translation>%1, im Papierkorb</translation>
    </message>
    <message>
        <source>This backup holds no document.</source>
        <translation>Diese Sicherung enthält kein Dokument.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::BackupTrouble</name>
    <message>
        <source>No backup</source>
        <translation>Keine Sicherung</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::BackupsDialog</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 Wort</translation>
    </message>
    <message numerus="yes">
        <source>%Ln words</source>
        <translation>
            <numerusform>%Ln Wort</numerusform>
            <numerusform>%Ln Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>one document, %1</source>
        <translation>ein Dokument, %1</translation>
    </message>
    <message numerus="yes">
        <source>%Ln documents, %1</source>
        <translation>
            <numerusform>%Ln Dokument, %1</numerusform>
            <numerusform>%Ln Dokumente, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>The library</source>
        <translation>Die Bibliothek</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Back up &amp;now</source>
        <translation>Jetzt &amp;sichern</translation>
    </message>
    <message>
        <source>&amp;Check</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>&amp;Look inside…</source>
        <translation>&amp;Hineinsehen…</translation>
    </message>
    <message>
        <source>&amp;Go back to it…</source>
        <translation>&amp;Zurückkehren…</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sicherungen</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>A copy of the whole library, checked before it counts</source>
        <translation>Eine Kopie der ganzen Bibliothek, die erst nach einer Prüfung zählt</translation>
    </message>
    <message>
        <source>Reads all of the chosen backup, and says what it holds</source>
        <translation>Liest die gewählte Sicherung vollständig und sagt, was sie enthält</translation>
    </message>
    <message>
        <source>Its texts, to read, to copy and to bring back one by one</source>
        <translation>Ihre Texte, zum Lesen, Kopieren und einzeln Zurückholen</translation>
    </message>
    <message>
        <source>The whole library becomes what it was then</source>
        <translation>Die ganze Bibliothek wird wieder, wie sie damals war</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Making a backup…</source>
        <translation>Eine Sicherung wird erstellt…</translation>
    </message>
    <message>
        <source>Reading the backup to its end…</source>
        <translation>Die Sicherung wird vollständig gelesen…</translation>
    </message>
    <message>
        <source>Opening a copy of the backup…</source>
        <translation>Eine Kopie der Sicherung wird geöffnet…</translation>
    </message>
    <message>
        <source>&amp;Make backups by themselves</source>
        <translation>&amp;Automatisch sichern</translation>
    </message>
    <message>
        <source>C&amp;hoose…</source>
        <translation>&amp;Wählen…</translation>
    </message>
    <message>
        <source>Another disk is the better place</source>
        <translation>Ein anderer Datenträger ist der bessere Ort</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>At most one every</source>
        <translation>Höchstens eine alle</translation>
    </message>
    <message>
        <source> h</source>
        <translation> Std.</translation>
    </message>
    <message>
        <source>Keep the newest</source>
        <translation>Die neuesten behalten</translation>
    </message>
    <message>
        <source>None that is older than</source>
        <translation>Keine, die älter ist als</translation>
    </message>
    <message>
        <source> days</source>
        <translation> Tage</translation>
    </message>
    <message>
        <source>any age</source>
        <translation>beliebig alt</translation>
    </message>
    <message>
        <source>The three newest stay in any case</source>
        <translation>Die drei neuesten bleiben auf jeden Fall</translation>
    </message>
    <message>
        <source>the library before it went back</source>
        <translation>die Bibliothek vor der Rückkehr</translation>
    </message>
    <message>
        <source>There is no backup in this folder yet.</source>
        <translation>In diesem Ordner ist noch keine Sicherung.</translation>
    </message>
    <message>
        <source>backup of %1</source>
        <translation>Sicherung vom %1</translation>
    </message>
    <message>
        <source>%1

The backups below are whole copies of it. Look inside one first: nothing is changed by that.</source>
        <translation>%1

Die Sicherungen unten sind vollständige Kopien davon. Sehen Sie zuerst in eine hinein: Dabei wird nichts verändert.</translation>
    </message>
    <message>
        <source>Backed up and checked: %1, %2.</source>
        <translation>Gesichert und geprüft: %1, %2.</translation>
    </message>
    <message>
        <source>Backed up, but these documents of the library are damaged: %1. Older backups were kept, since they may hold them whole.</source>
        <translation>Gesichert, aber diese Dokumente der Bibliothek sind beschädigt: %1. Ältere Sicherungen wurden behalten, da sie dort noch heil sein können.</translation>
    </message>
    <message>
        <source>%1; damaged: %2</source>
        <translation>%1; beschädigt: %2</translation>
    </message>
    <message>
        <source>Sound, to its end: %1.</source>
        <translation>Vollständig unversehrt: %1.</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurückkehren</translation>
    </message>
    <message>
        <source>Go back to the %1?</source>
        <translation>Zu diesem Stand zurückkehren: %1?</translation>
    </message>
    <message>
        <source>The library as it is now, with all that was written since, is kept as a file beside it and stays in this list, so that this can be taken back.</source>
        <translation>Die jetzige Bibliothek bleibt mit allem, was seither geschrieben wurde, als Datei daneben erhalten und steht weiter in dieser Liste, sodass sich das zurücknehmen lässt.</translation>
    </message>
    <message>
        <source>The file that cannot be opened is kept beside it, as it is.</source>
        <translation>Die Datei, die sich nicht öffnen lässt, bleibt unverändert daneben erhalten.</translation>
    </message>
    <message>
        <source>Copying and checking the backup…</source>
        <translation>Die Sicherung wird kopiert und geprüft…</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::BranchView</name>
    <message>
        <source>Candidates and branches</source>
        <translation>Vorschläge und Zweige</translation>
    </message>
    <message>
        <source>%1 of %2: %3</source>
        <translation>%1 von %2: %3</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::BrushBar</name>
    <message>
        <source>Brush</source>
        <translation>Pinsel</translation>
    </message>
    <message>
        <source>1–5</source>
        <translation>1–5</translation>
    </message>
    <message>
        <source>Pressure: 1 polishes, 5 rewrites, 0 wipes a stroke away; or Ctrl and the wheel</source>
        <translation>Druck: 1 glättet, 5 schreibt neu, 0 wischt einen Strich weg; oder Strg und das Mausrad</translation>
    </message>
    <message>
        <source>paint over words, or select them and press Space</source>
        <translation>Wörter übermalen oder auswählen und Leertaste drücken</translation>
    </message>
    <message>
        <source>back to noise</source>
        <translation>zurück zu Rauschen</translation>
    </message>
    <message>
        <source>Denoise what is painted (Enter)</source>
        <translation>Das Gemalte entrauschen (Enter)</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>leave</source>
        <translation>verlassen</translation>
    </message>
    <message>
        <source>Put the brush away (Esc)</source>
        <translation>Den Pinsel weglegen (Esc)</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::CandidateRow</name>
    <message>
        <source>chosen, score %1</source>
        <translation>gewählt, Wertung %1</translation>
    </message>
    <message>
        <source>score %1</source>
        <translation>Wertung %1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::ChipsField</name>
    <message>
        <source>Stays in its place; click to let it go</source>
        <translation>Bleibt an seinem Platz; klicken, um es loszulassen</translation>
    </message>
    <message>
        <source>Click to take away</source>
        <translation>Klicken, um es wegzunehmen</translation>
    </message>
    <message>
        <source>Take away %1</source>
        <translation>%1 wegnehmen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::ChoiceForm</name>
    <message>
        <source>A4</source>
        <translation>A4</translation>
    </message>
    <message>
        <source>US Letter</source>
        <translation>US Letter</translation>
    </message>
    <message>
        <source>A5</source>
        <translation>A5</translation>
    </message>
    <message>
        <source>B5</source>
        <translation>B5</translation>
    </message>
    <message>
        <source>US Legal</source>
        <translation>US Legal</translation>
    </message>
    <message>
        <source>6 × 9 inches</source>
        <translation>6 × 9 Zoll</translation>
    </message>
    <message>
        <source>5.5 × 8.5 inches</source>
        <translation>5,5 × 8,5 Zoll</translation>
    </message>
    <message>
        <source>5 × 8 inches</source>
        <translation>5 × 8 Zoll</translation>
    </message>
    <message>
        <source>With a &amp;title page</source>
        <translation>Mit &amp;Titelseite</translation>
    </message>
    <message>
        <source>&amp;Courier instead of Times</source>
        <translation>&amp;Courier statt Times</translation>
    </message>
    <message>
        <source>Top margin</source>
        <translation>Rand oben</translation>
    </message>
    <message>
        <source>Bottom margin</source>
        <translation>Rand unten</translation>
    </message>
    <message>
        <source>Left margin</source>
        <translation>Rand links</translation>
    </message>
    <message>
        <source>Right margin</source>
        <translation>Rand rechts</translation>
    </message>
    <message>
        <source>The title at the &amp;head of the pages</source>
        <translation>Der Titel am &amp;Kopf der Seiten</translation>
    </message>
    <message>
        <source>Page &amp;numbers</source>
        <translation>Se&amp;itenzahlen</translation>
    </message>
    <message>
        <source>Take n&amp;otes along</source>
        <translation>&amp;Notizen mitnehmen</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Schlicht</translation>
    </message>
    <message>
        <source>Standard manuscript format</source>
        <translation>Normseite (Standardmanuskript)</translation>
    </message>
    <message>
        <source>Book</source>
        <translation>Buch</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>&amp;Style</source>
        <translation>&amp;Stil</translation>
    </message>
    <message>
        <source>&amp;Paper</source>
        <translation>&amp;Papier</translation>
    </message>
    <message>
        <source>Margins</source>
        <translation>Ränder</translation>
    </message>
    <message>
        <source>&amp;Author</source>
        <translation>&amp;Autor</translation>
    </message>
    <message>
        <source>A&amp;ddress</source>
        <translation>Ansch&amp;rift</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> mm</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::CommandPalette</name>
    <message>
        <source>What was found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Nothing has these letters.</source>
        <translation>Nichts enthält diese Buchstaben.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::CompareCard</name>
    <message>
        <source>Compare</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Candidate to compare with</source>
        <translation>Vorschlag zum Vergleichen</translation>
    </message>
    <message>
        <source>against candidate %1</source>
        <translation>mit Vorschlag %1</translation>
    </message>
    <message>
        <source>no difference</source>
        <translation>kein Unterschied</translation>
    </message>
    <message>
        <source>1 token differs</source>
        <translation>1 Token weicht ab</translation>
    </message>
    <message numerus="yes">
        <source>%Ln tokens differ</source>
        <translation>
            <numerusform>%Ln Token weicht ab</numerusform>
            <numerusform>%Ln Token weichen ab</numerusform>
        </translation>
    </message>
    <message>
        <source>Step %1, candidate %2</source>
        <translation>Schritt %1, Vorschlag %2</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::ContextRibbon</name>
    <message>
        <source>What the gap can see</source>
        <translation>Was die Lücke sieht</translation>
    </message>
    <message>
        <source>near the gap, in its window</source>
        <translation>nahe der Lücke, in ihrem Fenster</translation>
    </message>
    <message>
        <source>in hops of the dilated window</source>
        <translation>in Sprüngen des gedehnten Fensters</translation>
    </message>
    <message>
        <source>by a summary</source>
        <translation>durch eine Zusammenfassung</translation>
    </message>
    <message>
        <source>because you tagged it</source>
        <translation>weil Sie es so markiert haben</translation>
    </message>
    <message>
        <source>Not seen word by word</source>
        <translation>Nicht Wort für Wort gesehen</translation>
    </message>
    <message>
        <source>Seen %1</source>
        <translation>Gesehen %1</translation>
    </message>
    <message>
        <source>, and </source>
        <translation>, und </translation>
    </message>
    <message>
        <source>%1: %L2% of the attention. “%3…”</source>
        <translation>%1: %L2 % der Aufmerksamkeit. „%3…“</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::CorpusPage</name>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>&amp;Train a voice of it…</source>
        <translation>&amp;Eine Stimme daraus lernen…</translation>
    </message>
    <message>
        <source>Name of the corpus</source>
        <translation>Name der Textsammlung</translation>
    </message>
    <message>
        <source>What it amounts to</source>
        <translation>Was zusammenkommt</translation>
    </message>
    <message>
        <source>A job that learns from it; before it starts you see what it will take</source>
        <translation>Ein Auftrag, der daraus lernt; bevor er beginnt, sehen Sie, was er braucht</translation>
    </message>
    <message>
        <source>&amp;Delete the corpus…</source>
        <translation>Textsammlung lös&amp;chen…</translation>
    </message>
    <message>
        <source>With the text that was read into it</source>
        <translation>Mit dem Text, der hineingelesen wurde</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Notice</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Add d&amp;ocuments…</source>
        <translation>D&amp;okumente hinzufügen…</translation>
    </message>
    <message>
        <source>Of the library</source>
        <translation>Aus der Bibliothek</translation>
    </message>
    <message>
        <source>Add &amp;files…</source>
        <translation>&amp;Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>txt, md, docx, odt, epub and html; they can be dropped here too</source>
        <translation>txt, md, docx, odt, epub und html; man kann sie auch hierher ziehen</translation>
    </message>
    <message>
        <source>All such files in it and under it</source>
        <translation>Alle solchen Dateien darin und darunter</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>Ent&amp;fernen</translation>
    </message>
    <message>
        <source>The chosen sources; their text goes with them</source>
        <translation>Die gewählten Quellen; ihr Text geht mit ihnen</translation>
    </message>
    <message>
        <source>Read a&amp;gain</source>
        <translation>Neu le&amp;sen</translation>
    </message>
    <message>
        <source>All sources, as they are now; what you have chosen of chapters stays</source>
        <translation>Alle Quellen, wie sie jetzt sind; was Sie bei Kapiteln gewählt haben, bleibt</translation>
    </message>
    <message>
        <source>Text that came out of a gap and that you have neither edited nor confirmed</source>
        <translation>Text, der aus einer Lücke kam und den Sie weder bearbeitet noch bestätigt haben</translation>
    </message>
    <message>
        <source>Files to learn from</source>
        <translation>Dateien zum Lernen</translation>
    </message>
    <message>
        <source>Texts (*.txt *.md *.markdown *.docx *.odt *.epub *.html *.htm *.xhtml)</source>
        <translation>Texte (*.txt *.md *.markdown *.docx *.odt *.epub *.html *.htm *.xhtml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>A folder to learn from</source>
        <translation>Ein Ordner zum Lernen</translation>
    </message>
    <message>
        <source>Chapter</source>
        <translation>Kapitel</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Was daraus wird</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>Kapitel</translation>
    </message>
    <message>
        <source>&amp;Learn</source>
        <translation>&amp;Lernen</translation>
    </message>
    <message>
        <source>The chosen chapters are learnt from</source>
        <translation>Aus den gewählten Kapiteln wird gelernt</translation>
    </message>
    <message>
        <source>&amp;Hold out</source>
        <translation>&amp;Zurückhalten</translation>
    </message>
    <message>
        <source>The chosen chapters are not learnt from; how well the voice does is asked of them</source>
        <translation>Aus den gewählten Kapiteln wird nicht gelernt; an ihnen zeigt sich, wie gut die Stimme ist</translation>
    </message>
    <message>
        <source>Leave o&amp;ut</source>
        <translation>A&amp;uslassen</translation>
    </message>
    <message>
        <source>Nothing is made of the chosen chapters</source>
        <translation>Aus den gewählten Kapiteln wird nichts</translation>
    </message>
    <message>
        <source>Add documents of the library, files or folders: some 20,000 words of your own or more. A part of them is held out, and tells how well the voice does.</source>
        <translation>Fügen Sie Dokumente der Bibliothek, Dateien oder Ordner hinzu: rund 20.000 eigene Wörter oder mehr. Ein Teil davon wird zurückgehalten und zeigt, wie gut die Stimme ist.</translation>
    </message>
    <message>
        <source>%1 stand elsewhere too.</source>
        <translation>%1 stehen auch anderswo.</translation>
    </message>
    <message>
        <source>%1 are generated and left out.</source>
        <translation>%1 sind generiert und bleiben weg.</translation>
    </message>
    <message>
        <source>%1, by you</source>
        <translation>%1, von Ihnen</translation>
    </message>
    <message>
        <source>The sources are read: %1%</source>
        <translation>Die Quellen werden gelesen: %1&#xa0;%</translation>
    </message>
    <message>
        <source>Delete the corpus</source>
        <translation>Textsammlung löschen</translation>
    </message>
    <message>
        <source>Delete “%1”? The text that was read into it goes from this computer. Its sources stay as they are, and so do the voices that learnt from it.</source>
        <translation>„%1“ löschen? Der Text, der hineingelesen wurde, verschwindet von diesem Rechner. Die Quellen bleiben, wie sie sind, und die Stimmen, die daraus gelernt haben, auch.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Add a fold&amp;er…</source>
        <translation>O&amp;rdner hinzufügen…</translation>
    </message>
    <message>
        <source>Learn from generated te&amp;xt too</source>
        <translation>Auch aus &amp;generiertem Text lernen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::CountBox</name>
    <message>
        <source>%1 can be %2 to %3: %4 is taken.</source>
        <translation>%1 kann %2 bis %3 sein: %4 wurde genommen.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::DayChart</name>
    <message>
        <source>typed</source>
        <translation>getippt</translation>
    </message>
    <message>
        <source>pasted</source>
        <translation>eingefügt</translation>
    </message>
    <message>
        <source>generated</source>
        <translation>generiert</translation>
    </message>
    <message>
        <source>Words by day</source>
        <translation>Wörter am Tag</translation>
    </message>
    <message>
        <source>Week of %1</source>
        <translation>Woche vom %1</translation>
    </message>
    <message>
        <source>%1: nothing</source>
        <translation>%1: nichts</translation>
    </message>
    <message>
        <source>%1 typed</source>
        <translation>%1 getippt</translation>
    </message>
    <message>
        <source>%1 pasted</source>
        <translation>%1 eingefügt</translation>
    </message>
    <message>
        <source>%1 generated (%2)</source>
        <translation>%1 generiert (%2)</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>%1 gelöscht</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::DaysPage</name>
    <message>
        <source>%1 pasted</source>
        <translation>%1 eingefügt</translation>
    </message>
    <message>
        <source>%1 generated</source>
        <translation>%1 generiert</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 Tag</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>This session</source>
        <translation>Diese Sitzung</translation>
    </message>
    <message>
        <source>Days in a row</source>
        <translation>Tage in Folge</translation>
    </message>
    <message>
        <source>On a day of writing</source>
        <translation>An einem Schreibtag</translation>
    </message>
    <message>
        <source>Best day</source>
        <translation>Bester Tag</translation>
    </message>
    <message>
        <source>Span of time</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Four weeks</source>
        <translation>Vier Wochen</translation>
    </message>
    <message>
        <source>Three months</source>
        <translation>Drei Monate</translation>
    </message>
    <message>
        <source>A year, by week</source>
        <translation>Ein Jahr, nach Wochen</translation>
    </message>
    <message>
        <source>The chosen day</source>
        <translation>Der gewählte Tag</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>, %1</source>
        <translation>, %1</translation>
    </message>
    <message>
        <source>longest: %1</source>
        <translation>längste: %1</translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>am %1</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Typed</source>
        <translation>Getippt</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>Eingefügt</translation>
    </message>
    <message>
        <source>Generated</source>
        <translation>Generiert</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
    <message numerus="yes">
        <source>%Ln days</source>
        <translation>
            <numerusform>%Ln Tag</numerusform>
            <numerusform>%Ln Tage</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lacuna::ui::DenoisingPanel</name>
    <message>
        <source>Denoising</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>No gap</source>
        <translation>Keine Lücke</translation>
    </message>
    <message>
        <source>Select words to rewrite, or stand where they are missing, and press Ctrl+G. Or write [[…]] and [[12 words]], and fill them all with Ctrl+Shift+Enter. Ctrl+. says how.</source>
        <translation>Wählen Sie Wörter zum Umschreiben aus, oder gehen Sie dorthin, wo welche fehlen, und drücken Sie Strg+G. Oder schreiben Sie [[…]] und [[12 Wörter]] und füllen Sie alle mit Strg+Umschalt+Enter. Strg+. sagt, wie.</translation>
    </message>
    <message>
        <source>The words</source>
        <translation>Die Wörter</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Branches</source>
        <translation>Zweige</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Put this candidate into the text, where the gap was; Ctrl+Z takes it out</source>
        <translation>Diesen Vorschlag in den Text setzen, wo die Lücke war; Strg+Z nimmt ihn heraus</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Put this candidate on the clipboard</source>
        <translation>Diesen Vorschlag in die Zwischenablage legen</translation>
    </message>
    <message>
        <source>Waiting for the model</source>
        <translation>Wartet auf das Modell</translation>
    </message>
    <message>
        <source>Reading the page</source>
        <translation>Liest die Seite</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 von %2 Token</translation>
    </message>
    <message>
        <source>candidate %1</source>
        <translation>Vorschlag %1</translation>
    </message>
    <message>
        <source>what is left of it</source>
        <translation>was davon übrig ist</translation>
    </message>
    <message>
        <source>confidence</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>taking shape</source>
        <translation>nimmt Gestalt an</translation>
    </message>
    <message>
        <source>none: it was stopped</source>
        <translation>keine: angehalten</translation>
    </message>
    <message>
        <source>this gap</source>
        <translation>diese Lücke</translation>
    </message>
    <message>
        <source>&amp;Show this candidate</source>
        <translation>Diesen Vorschlag &amp;zeigen</translation>
    </message>
    <message>
        <source>&amp;Take it</source>
        <translation>Ü&amp;bernehmen</translation>
    </message>
    <message>
        <source>&amp;Copy it</source>
        <translation>&amp;Kopieren</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::DiffView</name>
    <message>
        <source>Difference</source>
        <translation>Unterschied</translation>
    </message>
    <message>
        <source>⋯ one word unchanged ⋯</source>
        <translation>⋯ ein Wort unverändert ⋯</translation>
    </message>
    <message numerus="yes">
        <source>⋯ %Ln words unchanged ⋯</source>
        <translation>
            <numerusform>⋯ %Ln Wort unverändert ⋯</numerusform>
            <numerusform>⋯ %Ln Wörter unverändert ⋯</numerusform>
        </translation>
    </message>
    <message>
        <source>This is the first state that is kept: “Text” shows it.</source>
        <translation>Dies ist der erste aufbewahrte Stand: „Text“ zeigt ihn.</translation>
    </message>
    <message>
        <source>No difference: the text is the same.</source>
        <translation>Kein Unterschied: Der Text ist derselbe.</translation>
    </message>
    <message>
        <source>Bring this back</source>
        <translation>Dies zurückholen</translation>
    </message>
    <message>
        <source>Take this out again</source>
        <translation>Dies wieder herausnehmen</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>Mehr zeigen</translation>
    </message>
    <message>
        <source>This state is empty.</source>
        <translation>Dieser Stand ist leer.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::DocumentSwitcher</name>
    <message>
        <source>Documents that were open lately</source>
        <translation>Zuletzt geöffnete Dokumente</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::EntryRows</name>
    <message>
        <source>Not possible now</source>
        <translation>Jetzt nicht möglich</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::ExpertChart</name>
    <message>
        <source>Use of the experts</source>
        <translation>Nutzung der Experten</translation>
    </message>
    <message>
        <source>expert %1 %2, now %3</source>
        <translation>Experte %1 %2, jetzt %3</translation>
    </message>
    <message>
        <source>Layer %1: %2</source>
        <translation>Schicht %1: %2</translation>
    </message>
    <message>
        <source>now</source>
        <translation>jetzt</translation>
    </message>
    <message>
        <source>before</source>
        <translation>vorher</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>Schicht %1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::FileActions</name>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>Import a text</source>
        <translation>Text importieren</translation>
    </message>
    <message>
        <source>Texts (*.docx *.odt *.epub *.html *.htm *.md *.markdown *.txt)</source>
        <translation>Texte (*.docx *.odt *.epub *.html *.htm *.md *.markdown *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>Export this draft</source>
        <translation>Entwurf exportieren</translation>
    </message>
    <message>
        <source>Co&amp;mpile the project…</source>
        <translation>&amp;Projekt zusammenstellen…</translation>
    </message>
    <message>
        <source>Compile the project</source>
        <translation>Projekt zusammenstellen</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message numerus="yes">
        <source>%1 has %n chapter(s).</source>
        <translation>
            <numerusform>%1 hat %n Kapitel.</numerusform>
            <numerusform>%1 hat %n Kapitel.</numerusform>
        </translation>
    </message>
    <message>
        <source>As a project each chapter is a document of its own, to be moved and compiled; or all of it is one document.</source>
        <translation>Als Projekt wird jedes Kapitel ein eigenes Dokument, das sich verschieben und zusammenstellen lässt; oder alles wird ein einziges Dokument.</translation>
    </message>
    <message>
        <source>A &amp;project of chapters</source>
        <translation>Ein &amp;Projekt mit Kapiteln</translation>
    </message>
    <message>
        <source>&amp;One document</source>
        <translation>Ein &amp;Dokument</translation>
    </message>
    <message>
        <source>Choose the &amp;file…</source>
        <translation>&amp;Datei wählen…</translation>
    </message>
    <message>
        <source>&amp;Export</source>
        <translation>&amp;Exportieren</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>D&amp;rucken…</translation>
    </message>
    <message>
        <source>Print pre&amp;view…</source>
        <translation>Druckvors&amp;chau…</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::FindBar</name>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Find in this draft</source>
        <translation>In diesem Entwurf suchen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>Groß-/Kleinschreibung beachten</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>Ganze Wörter</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>In the selection only</source>
        <translation>Nur in der Auswahl</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Stellen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Previous (Shift+Enter)</source>
        <translation>Vorige Stelle (Umschalt+Enter)</translation>
    </message>
    <message>
        <source>Next (Enter)</source>
        <translation>Nächste Stelle (Enter)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>Keep capitals</source>
        <translation>Großschreibung übernehmen</translation>
    </message>
    <message>
        <source>Replace this place (Enter)</source>
        <translation>Diese Stelle ersetzen (Enter)</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Replace every place here (Ctrl+Enter)</source>
        <translation>Alle Stellen hier ersetzen (Strg+Enter)</translation>
    </message>
    <message>
        <source>Preview…</source>
        <translation>Vorschau…</translation>
    </message>
    <message>
        <source>See each place first, in other documents too</source>
        <translation>Erst jede Stelle sehen, auch in anderen Dokumenten</translation>
    </message>
    <message>
        <source>What is wrong with the search</source>
        <translation>Was an der Suche nicht stimmt</translation>
    </message>
    <message>
        <source>searching…</source>
        <translation>sucht…</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>1 place</source>
        <translation>1 Stelle</translation>
    </message>
    <message>
        <source>%1 places</source>
        <translation>%1 Stellen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::FindOnPage</name>
    <message>
        <source>Nothing is selected: select the passage to search in, then switch this on.</source>
        <translation>Nichts ist ausgewählt: Wählen Sie den Abschnitt aus, in dem gesucht werden soll, und schalten Sie dann dies ein.</translation>
    </message>
    <message>
        <source>Not all places are known yet; try again in a moment.</source>
        <translation>Noch sind nicht alle Stellen bekannt; versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>Nothing was replaced. %1</source>
        <translation>Nichts wurde ersetzt. %1</translation>
    </message>
    <message>
        <source>“%1” is not found here, so nothing was replaced.</source>
        <translation>„%1“ kommt hier nicht vor, deshalb wurde nichts ersetzt.</translation>
    </message>
    <message numerus="yes">
        <source>The first %Ln places were replaced, and there are more; Ctrl+Z brings them back.</source>
        <translation>
            <numerusform>Die erste Stelle wurde ersetzt, und es gibt weitere; Strg+Z holt sie zurück.</numerusform>
            <numerusform>Die ersten %Ln Stellen wurden ersetzt, und es gibt weitere; Strg+Z holt sie zurück.</numerusform>
        </translation>
    </message>
    <message>
        <source>1 place was replaced; Ctrl+Z brings it back.</source>
        <translation>1 Stelle wurde ersetzt; Strg+Z holt sie zurück.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln places were replaced; Ctrl+Z brings them back.</source>
        <translation>
            <numerusform>%Ln Stelle wurde ersetzt; Strg+Z holt sie zurück.</numerusform>
            <numerusform>%Ln Stellen wurden ersetzt; Strg+Z holt sie zurück.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lacuna::ui::FolderActions</name>
    <message>
        <source>Import a fol&amp;der…</source>
        <translation>Or&amp;dner importieren…</translation>
    </message>
    <message>
        <source>Import a folder as a project</source>
        <translation>Einen Ordner als Projekt importieren</translation>
    </message>
    <message>
        <source>Export the project as a &amp;folder…</source>
        <translation>Projekt als &amp;Ordner exportieren…</translation>
    </message>
    <message>
        <source>Export the project into a folder</source>
        <translation>Das Projekt in einen Ordner exportieren</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>Einen Ordner importieren</translation>
    </message>
    <message>
        <source>%1 becomes a project, copied into the library. Texts in it: %2.</source>
        <translation>%1 wird ein Projekt, kopiert in die Bibliothek. Texte darin: %2.</translation>
    </message>
    <message>
        <source>What cannot be taken along:</source>
        <translation>Was nicht mitkommen kann:</translation>
    </message>
    <message>
        <source>What cannot be taken along</source>
        <translation>Was nicht mitkommen kann</translation>
    </message>
    <message>
        <source>&amp;Link each text to its file, so that both are kept in step</source>
        <translation>Jeden Text mit seiner Datei &amp;verknüpfen, damit beide gleich bleiben</translation>
    </message>
    <message>
        <source>&amp;Import</source>
        <translation>&amp;Importieren</translation>
    </message>
    <message>
        <source>Export the project as a folder</source>
        <translation>Das Projekt als Ordner exportieren</translation>
    </message>
    <message>
        <source>Each document becomes a file of Markdown. Into a folder that the project was exported to before, only what has changed is written.</source>
        <translation>Jedes Dokument wird eine Markdown-Datei. In einen Ordner, in den das Projekt schon exportiert wurde, wird nur geschrieben, was sich geändert hat.</translation>
    </message>
    <message>
        <source>With &amp;notes</source>
        <translation>Mit &amp;Notizen</translation>
    </message>
    <message>
        <source>With what is &amp;archived</source>
        <translation>Mit dem &amp;Archivierten</translation>
    </message>
    <message>
        <source>&amp;Link each document to its file, so that both are kept in step</source>
        <translation>Jedes Dokument mit seiner Datei &amp;verknüpfen, damit beide gleich bleiben</translation>
    </message>
    <message>
        <source>Choose the &amp;folder…</source>
        <translation>&amp;Ordner wählen…</translation>
    </message>
    <message>
        <source>Another program has changed these files since they were exported, so they were left as they are. Write over them?</source>
        <translation>Ein anderes Programm hat diese Dateien seit dem Export geändert, darum blieben sie, wie sie sind. Sollen sie überschrieben werden?</translation>
    </message>
    <message>
        <source>Files that another program has changed</source>
        <translation>Dateien, die ein anderes Programm geändert hat</translation>
    </message>
    <message>
        <source>Write &amp;over them</source>
        <translation>Ü&amp;berschreiben</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::GapActs</name>
    <message>
        <source>There is a gap here already: take or leave it first.</source>
        <translation>Hier ist schon eine Lücke: Übernehmen oder verwerfen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>No gap is written in the text: type [[…]] or [[12 words]] where words are missing.</source>
        <translation>Im Text ist keine Lücke geschrieben: Tippen Sie [[…]] oder [[12 Wörter]], wo Wörter fehlen.</translation>
    </message>
    <message>
        <source>The seams are being mended: Enter takes what stands there, Esc leaves the text as it was.</source>
        <translation>Die Nähte werden geglättet: Enter übernimmt, was dort steht, Esc lässt den Text, wie er war.</translation>
    </message>
    <message>
        <source>There is no seam to mend: cut and paste something first; the words at its joints are mended.</source>
        <translation>Es gibt keine Naht zu glätten: Schneiden Sie erst etwas aus und fügen Sie es ein; geglättet werden die Wörter an den Nahtstellen.</translation>
    </message>
    <message>
        <source>No gap is open.</source>
        <translation>Keine Lücke ist offen.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::GapBar</name>
    <message>
        <source>Gap</source>
        <translation>Lücke</translation>
    </message>
    <message>
        <source>gap %1/%2</source>
        <translation>Lücke %1/%2</translation>
    </message>
    <message>
        <source>Several gaps, denoised jointly</source>
        <translation>Mehrere Lücken, gemeinsam entrauscht</translation>
    </message>
    <message>
        <source>denoise so</source>
        <translation>so entrauschen</translation>
    </message>
    <message>
        <source>Denoise again with this length (Enter)</source>
        <translation>Mit dieser Länge noch einmal entrauschen (Enter)</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>as it was</source>
        <translation>wie vorher</translation>
    </message>
    <message>
        <source>Keep the length that it had (Esc)</source>
        <translation>Die bisherige Länge behalten (Esc)</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>for the model</source>
        <translation>auf das Modell</translation>
    </message>
    <message>
        <source>leave</source>
        <translation>verlassen</translation>
    </message>
    <message>
        <source>Leave the gap; the text stays as it was (Esc)</source>
        <translation>Die Lücke verlassen; der Text bleibt, wie er war (Esc)</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Liest</translation>
    </message>
    <message>
        <source>the page, %1 of %2 tokens</source>
        <translation>die Seite, %1 von %2 Token</translation>
    </message>
    <message>
        <source>the page</source>
        <translation>die Seite</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tab</translation>
    </message>
    <message>
        <source>watch %1 of %2</source>
        <translation>Vorschlag %1 von %2</translation>
    </message>
    <message>
        <source>Watch another candidate (Tab)</source>
        <translation>Einen anderen Vorschlag beobachten (Tab)</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop; the text stays as it was (Esc)</source>
        <translation>Anhalten; der Text bleibt, wie er war (Esc)</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>other words</source>
        <translation>andere Wörter</translation>
    </message>
    <message>
        <source>What else could stand here (Down)</source>
        <translation>Was hier sonst stehen könnte (Pfeil nach unten)</translation>
    </message>
    <message>
        <source>take only this</source>
        <translation>nur dies übernehmen</translation>
    </message>
    <message>
        <source>Take these words, not the rest (Enter)</source>
        <translation>Diese Wörter übernehmen, den Rest nicht (Enter)</translation>
    </message>
    <message>
        <source>back</source>
        <translation>zurück</translation>
    </message>
    <message>
        <source>Back to the whole candidate (Esc)</source>
        <translation>Zurück zum ganzen Vorschlag (Esc)</translation>
    </message>
    <message>
        <source>The rest</source>
        <translation>Der Rest</translation>
    </message>
    <message>
        <source>take</source>
        <translation>übernehmen</translation>
    </message>
    <message>
        <source>Take this text (Enter)</source>
        <translation>Diesen Text übernehmen (Enter)</translation>
    </message>
    <message>
        <source>Ctrl →</source>
        <translation>Strg →</translation>
    </message>
    <message>
        <source>a word</source>
        <translation>ein Wort</translation>
    </message>
    <message>
        <source>Take the next word (Ctrl+Right)</source>
        <translation>Das nächste Wort übernehmen (Strg+Rechts)</translation>
    </message>
    <message>
        <source>next</source>
        <translation>weiter</translation>
    </message>
    <message>
        <source>Next candidate (Tab; Shift+Tab goes back)</source>
        <translation>Nächster Vorschlag (Tab; Umschalt+Tab geht zurück)</translation>
    </message>
    <message>
        <source>Leave the gap (Esc)</source>
        <translation>Die Lücke verlassen (Esc)</translation>
    </message>
    <message>
        <source>Ctrl .</source>
        <translation>Strg .</translation>
    </message>
    <message>
        <source>options</source>
        <translation>Optionen</translation>
    </message>
    <message>
        <source>Words that must appear, length, strength (Ctrl+.)</source>
        <translation>Wörter, die vorkommen müssen, Länge, Stärke (Strg+.)</translation>
    </message>
    <message>
        <source>≈ 1 word</source>
        <translation>≈ 1 Wort</translation>
    </message>
    <message numerus="yes">
        <source>≈ %Ln words</source>
        <translation>
            <numerusform>≈ %Ln Wort</numerusform>
            <numerusform>≈ %Ln Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>Pull at the gap&apos;s end, or press Alt+Right and Alt+Left</source>
        <translation>Ziehen Sie am Ende der Lücke, oder drücken Sie Alt+Rechts und Alt+Links</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::GapPopover</name>
    <message>
        <source>Words that must appear</source>
        <translation>Wörter, die vorkommen müssen</translation>
    </message>
    <message>
        <source>Words that must not appear</source>
        <translation>Wörter, die nicht vorkommen dürfen</translation>
    </message>
    <message>
        <source>How the gap shall be filled</source>
        <translation>Wie die Lücke gefüllt werden soll</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>The likeliest first</source>
        <translation>Das Wahrscheinlichste zuerst</translation>
    </message>
    <message>
        <source>What most agree on first</source>
        <translation>Das Einhelligste zuerst</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Words; 0 leaves it to the model</source>
        <translation>Wörter; 0 überlässt es dem Modell</translation>
    </message>
    <message>
        <source>Must appear</source>
        <translation>Kommt vor</translation>
    </message>
    <message>
        <source>Words that every candidate holds, at most eight</source>
        <translation>Wörter, die jeder Vorschlag enthält, höchstens acht</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Words that no candidate holds, in this gap and the next ones</source>
        <translation>Wörter, die kein Vorschlag enthält, in dieser Lücke und den nächsten</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>How much of the selected words may change: a polish keeps most of them</source>
        <translation>Wie viele der ausgewählten Wörter sich ändern dürfen: Glätten behält die meisten</translation>
    </message>
    <message>
        <source>Candidates</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>How many texts to choose from, denoised side by side</source>
        <translation>Unter wie vielen Texten Sie wählen, nebeneinander entrauscht</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>More steps take longer and settle more carefully</source>
        <translation>Mehr Schritte dauern länger und legen sorgfältiger fest</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>0 takes the likeliest words; higher is more surprising</source>
        <translation>0 nimmt die wahrscheinlichsten Wörter; höher ist überraschender</translation>
    </message>
    <message>
        <source>Way</source>
        <translation>Weg</translation>
    </message>
    <message>
        <source>In what order the noise is taken away</source>
        <translation>In welcher Reihenfolge das Rauschen abgetragen wird</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Which candidate is shown first</source>
        <translation>Welcher Vorschlag zuerst gezeigt wird</translation>
    </message>
    <message>
        <source>Esc back to the page</source>
        <translation>Esc zurück zur Seite</translation>
    </message>
    <message>
        <source> words</source>
        <translation> Wörter</translation>
    </message>
    <message>
        <source>automatic (now %1)</source>
        <translation>automatisch (jetzt %1)</translation>
    </message>
    <message>
        <source>↵  Denoise again</source>
        <translation>↵  Noch einmal entrauschen</translation>
    </message>
    <message>
        <source>↵  Fill</source>
        <translation>↵  Füllen</translation>
    </message>
    <message>
        <source>polish</source>
        <translation>glätten</translation>
    </message>
    <message>
        <source>touch up</source>
        <translation>auffrischen</translation>
    </message>
    <message>
        <source>revise</source>
        <translation>überarbeiten</translation>
    </message>
    <message>
        <source>recast</source>
        <translation>umformen</translation>
    </message>
    <message>
        <source>rewrite</source>
        <translation>neu schreiben</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::GapShowing</name>
    <message>
        <source>Words of this candidate are taken already: Enter takes the rest, Esc leaves it.</source>
        <translation>Wörter dieses Vorschlags sind schon übernommen: Enter übernimmt den Rest, Esc verwirft ihn.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::GeneratedDialog</name>
    <message>
        <source>Generated text</source>
        <translation>Generierter Text</translation>
    </message>
    <message>
        <source>Generated passages</source>
        <translation>Generierte Stellen</translation>
    </message>
    <message>
        <source>&amp;Go to</source>
        <translation>&amp;Hingehen</translation>
    </message>
    <message>
        <source>Select it on the page (Enter)</source>
        <translation>Auf der Seite auswählen (Enter)</translation>
    </message>
    <message>
        <source>&amp;Confirm</source>
        <translation>&amp;Bestätigen</translation>
    </message>
    <message>
        <source>The words are yours: the mark goes (Space)</source>
        <translation>Die Wörter sind Ihre: Die Markierung verschwindet (Leertaste)</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>The words go from the text (Delete)</source>
        <translation>Die Wörter verschwinden aus dem Text (Entf)</translation>
    </message>
    <message>
        <source>Its r&amp;un</source>
        <translation>Der &amp;Lauf</translation>
    </message>
    <message>
        <source>The steps and the other candidates, in the run panel</source>
        <translation>Die Schritte und die anderen Vorschläge, im Bereich der Läufe</translation>
    </message>
    <message>
        <source>Confirm &amp;all</source>
        <translation>&amp;Alle bestätigen</translation>
    </message>
    <message>
        <source>Every passage of this draft is yours</source>
        <translation>Jede Stelle dieses Entwurfs ist Ihre</translation>
    </message>
    <message>
        <source>U&amp;ndo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take back the last change of the text (Ctrl+Z)</source>
        <translation>Die letzte Änderung am Text zurücknehmen (Strg+Z)</translation>
    </message>
    <message>
        <source>No text of this draft is generated, or all of it is edited or confirmed.</source>
        <translation>Kein Text dieses Entwurfs ist generiert, oder alles ist bearbeitet oder bestätigt.</translation>
    </message>
    <message>
        <source>%1 of %2 words (%3%) came out of a gap and are neither edited nor confirmed, in %4.</source>
        <translation>%1 von %2 Wörtern (%3 %) kamen aus einer Lücke und sind weder bearbeitet noch bestätigt, in %4.</translation>
    </message>
    <message>
        <source>1 passage</source>
        <translation>1 Stelle</translation>
    </message>
    <message numerus="yes">
        <source>%Ln passages</source>
        <translation>
            <numerusform>%Ln Stelle</numerusform>
            <numerusform>%Ln Stellen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2 words, %3</source>
        <translation>%1, %2 Wörter, %3</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::GeneratedText</name>
    <message>
        <source>Where these words came from…</source>
        <translation>Woher diese Wörter stammen…</translation>
    </message>
    <message numerus="yes">
        <source>%Ln passages are confirmed; Ctrl+Z marks them again.</source>
        <translation>
            <numerusform>%Ln Stelle ist bestätigt; Strg+Z markiert sie wieder.</numerusform>
            <numerusform>%Ln Stellen sind bestätigt; Strg+Z markiert sie wieder.</numerusform>
        </translation>
    </message>
    <message>
        <source>Confirmed; Ctrl+Z marks it again.</source>
        <translation>Bestätigt; Strg+Z markiert die Stelle wieder.</translation>
    </message>
    <message>
        <source>There is no generated text in this paragraph to confirm.</source>
        <translation>In diesem Absatz ist kein generierter Text zu bestätigen.</translation>
    </message>
    <message>
        <source>There is no generated text in this draft to confirm.</source>
        <translation>In diesem Entwurf ist kein generierter Text zu bestätigen.</translation>
    </message>
    <message>
        <source>This passage is no longer marked as generated.</source>
        <translation>Diese Stelle ist nicht mehr als generiert markiert.</translation>
    </message>
    <message>
        <source>The passage is gone from the text; Ctrl+Z brings it back.</source>
        <translation>Die Stelle ist aus dem Text verschwunden; Strg+Z holt sie zurück.</translation>
    </message>
    <message>
        <source>There is no generated text in this draft.</source>
        <translation>In diesem Entwurf ist kein generierter Text.</translation>
    </message>
    <message>
        <source>No generated text stands here: what is marked in the margin&apos;s colour is.</source>
        <translation>Hier steht kein generierter Text: Generiert ist, was in der Farbe des Randstrichs markiert ist.</translation>
    </message>
    <message>
        <source>Generated: %1</source>
        <translation>Generiert: %1</translation>
    </message>
    <message>
        <source>Ctrl+Shift+I: its run, confirm, remove</source>
        <translation>Strg+Umschalt+I: sein Lauf, bestätigen, entfernen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::GoalBox</name>
    <message>
        <source>until</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>No goal</source>
        <translation>Kein Ziel</translation>
    </message>
    <message>
        <source> words a day</source>
        <translation> Wörter am Tag</translation>
    </message>
    <message>
        <source> words</source>
        <translation> Wörter</translation>
    </message>
    <message>
        <source>Words: %1</source>
        <translation>Wörter: %1</translation>
    </message>
    <message>
        <source>With a last day: %1</source>
        <translation>Mit letztem Tag: %1</translation>
    </message>
    <message>
        <source>Last day: %1</source>
        <translation>Letzter Tag: %1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::GoalsPage</name>
    <message>
        <source>Each day</source>
        <translation>Jeden Tag</translation>
    </message>
    <message>
        <source>Typed today: %1. Only what you type yourself counts towards it.</source>
        <translation>Heute getippt: %1. Es zählt nur, was Sie selbst tippen.</translation>
    </message>
    <message>
        <source>Reached: %1 of %2 words are typed today.</source>
        <translation>Erreicht: %1 von %2 Wörtern sind heute getippt.</translation>
    </message>
    <message>
        <source>%1 of %2 words are typed today; only what you type yourself counts.</source>
        <translation>%1 von %2 Wörtern sind heute getippt; es zählt nur, was Sie selbst tippen.</translation>
    </message>
    <message>
        <source>Counting…</source>
        <translation>Zählt…</translation>
    </message>
    <message>
        <source> %1 more are generated and do not count until you edit or confirm them.</source>
        <translation> %1 weitere sind generiert und zählen erst, wenn Sie sie bearbeiten oder bestätigen.</translation>
    </message>
    <message>
        <source>%1 of %2 words are there.</source>
        <translation>%1 von %2 Wörtern sind da.</translation>
    </message>
    <message>
        <source>Reached. %1</source>
        <translation>Erreicht. %1</translation>
    </message>
    <message>
        <source>%1 The day is over; choose another one.</source>
        <translation>%1 Der Tag ist vorbei; wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>today is the last day</source>
        <translation>heute ist der letzte Tag</translation>
    </message>
    <message>
        <source>today&apos;s are there</source>
        <translation>die von heute sind da</translation>
    </message>
    <message>
        <source>%1 of them are left for today</source>
        <translation>davon bleiben für heute %1</translation>
    </message>
    <message>
        <source>%1 That makes %2 words a day (%3); %4.</source>
        <translation>%1 Das macht %2 Wörter am Tag (%3); %4.</translation>
    </message>
    <message numerus="yes">
        <source>It has %Ln words.</source>
        <translation>
            <numerusform>Es hat %Ln Wort.</numerusform>
            <numerusform>Es hat %Ln Wörter.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln days, today included</source>
        <translation>
            <numerusform>%Ln Tag, heute mitgezählt</numerusform>
            <numerusform>%Ln Tage, heute mitgezählt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lacuna::ui::HistoryOnPage</name>
    <message>
        <source>&amp;History</source>
        <translation>&amp;Verlauf</translation>
    </message>
    <message>
        <source>The kept states of this draft, and what changed (Ctrl+Shift+H)</source>
        <translation>Die aufbewahrten Stände dieses Entwurfs und was sich geändert hat (Strg+Umschalt+H)</translation>
    </message>
    <message>
        <source>Undone: the text is as it was before.</source>
        <translation>Rückgängig gemacht: Der Text ist wie zuvor.</translation>
    </message>
    <message>
        <source>This page is in no library yet, so it has no history.</source>
        <translation>Diese Seite ist noch in keiner Bibliothek, deshalb hat sie keinen Verlauf.</translation>
    </message>
    <message>
        <source>The text is that of this state already.</source>
        <translation>Der Text ist schon der dieses Standes.</translation>
    </message>
    <message>
        <source>One change is brought back. Ctrl+Z undoes that; the text before is in the list.</source>
        <translation>Eine Änderung ist zurückgeholt. Strg+Z macht das rückgängig; der Text davor steht in der Liste.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln changes are brought back. Ctrl+Z undoes that; the text before is in the list.</source>
        <translation>
            <numerusform>%Ln Änderung ist zurückgeholt. Strg+Z macht das rückgängig; der Text davor steht in der Liste.</numerusform>
            <numerusform>%Ln Änderungen sind zurückgeholt. Strg+Z macht das rückgängig; der Text davor steht in der Liste.</numerusform>
        </translation>
    </message>
    <message>
        <source>The page is as it was then. Ctrl+Z undoes that; the text before is kept in the history.</source>
        <translation>Die Seite ist wie damals. Strg+Z macht das rückgängig; der Text davor ist im Verlauf aufbewahrt.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::HistoryView</name>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Keep this state…</source>
        <translation>Stand behalten…</translation>
    </message>
    <message>
        <source>Keep the text as it stands, with a name</source>
        <translation>Den Text, wie er jetzt ist, unter einem Namen behalten</translation>
    </message>
    <message>
        <source>Thin out…</source>
        <translation>Ausdünnen…</translation>
    </message>
    <message>
        <source>Fewer old states, so that the library stays small</source>
        <translation>Weniger alte Stände, damit die Bibliothek klein bleibt</translation>
    </message>
    <message>
        <source>Back to the page</source>
        <translation>Zurück zur Seite</translation>
    </message>
    <message>
        <source>Back to the page (Esc)</source>
        <translation>Zurück zur Seite (Esc)</translation>
    </message>
    <message>
        <source>Since then</source>
        <translation>Seither</translation>
    </message>
    <message>
        <source>What changed from this state to the text as it stands</source>
        <translation>Was sich von diesem Stand bis zum jetzigen Text geändert hat</translation>
    </message>
    <message>
        <source>In this state</source>
        <translation>Darin</translation>
    </message>
    <message>
        <source>What changed from the state before to this one</source>
        <translation>Was sich vom vorigen Stand zu diesem geändert hat</translation>
    </message>
    <message>
        <source>Inline</source>
        <translation>Im Text</translation>
    </message>
    <message>
        <source>Both in one text</source>
        <translation>Beides in einem Text</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Nebeneinander</translation>
    </message>
    <message>
        <source>The older one at the left</source>
        <translation>Das Ältere links</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>The state itself, to read and to copy from</source>
        <translation>Der Stand selbst, zum Lesen und Herauskopieren</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>The change before (Alt+Up)</source>
        <translation>Die vorige Änderung (Alt+Hoch)</translation>
    </message>
    <message>
        <source>Previous change</source>
        <translation>Vorige Änderung</translation>
    </message>
    <message>
        <source>The next change (Alt+Down)</source>
        <translation>Die nächste Änderung (Alt+Herunter)</translation>
    </message>
    <message>
        <source>Next change</source>
        <translation>Nächste Änderung</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>Wählen</translation>
    </message>
    <message>
        <source>This change, or the selected ones, to be brought back (Space)</source>
        <translation>Diese Änderung oder die ausgewählten zum Zurückholen (Leertaste)</translation>
    </message>
    <message>
        <source>Copy text</source>
        <translation>Text kopieren</translation>
    </message>
    <message>
        <source>What is selected, or the whole text of this state (Ctrl+C)</source>
        <translation>Das Ausgewählte oder der ganze Text dieses Standes (Strg+C)</translation>
    </message>
    <message>
        <source>Go back to this state</source>
        <translation>Zu diesem Stand zurückkehren</translation>
    </message>
    <message>
        <source>The page gets the whole text of this state; the text as it stands is kept before</source>
        <translation>Die Seite bekommt den ganzen Text dieses Standes; der jetzige Text wird vorher aufbewahrt</translation>
    </message>
    <message>
        <source>The chosen changes are taken back, as one step of undo (Ctrl+Enter)</source>
        <translation>Die gewählten Änderungen werden zurückgenommen, als ein Schritt zum Rückgängigmachen (Strg+Enter)</translation>
    </message>
    <message>
        <source>History of “%1”</source>
        <translation>Verlauf von „%1“</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>What was written since the newest state</source>
        <translation>Was seit dem neuesten Stand geschrieben wurde</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>no changes</source>
        <translation>keine Änderungen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Bring back one change</source>
        <translation>Eine Änderung zurückholen</translation>
    </message>
    <message numerus="yes">
        <source>Bring back %Ln changes</source>
        <translation>
            <numerusform>%Ln Änderung zurückholen</numerusform>
            <numerusform>%Ln Änderungen zurückholen</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep this state</source>
        <translation>Diesen Stand behalten</translation>
    </message>
    <message>
        <source>Name this state</source>
        <translation>Diesen Stand benennen</translation>
    </message>
    <message>
        <source>Copied what is selected.</source>
        <translation>Das Ausgewählte wurde kopiert.</translation>
    </message>
    <message>
        <source>Copied the whole text of this state.</source>
        <translation>Der ganze Text dieses Standes wurde kopiert.</translation>
    </message>
    <message>
        <source>There is nothing to thin out: %1</source>
        <translation>Es gibt nichts auszudünnen: %1</translation>
    </message>
    <message>
        <source>Name this state…</source>
        <translation>Diesen Stand benennen…</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::JobPage</name>
    <message>
        <source>&amp;Delete the job</source>
        <translation>Auftrag &amp;löschen</translation>
    </message>
    <message>
        <source>With its curves and samples; the voice that came of it stays</source>
        <translation>Mit seinen Kurven und Proben; die Stimme, die daraus wurde, bleibt</translation>
    </message>
    <message>
        <source>This job is at work: stop or pause it first.</source>
        <translation>Dieser Auftrag arbeitet: Beenden Sie ihn zuerst oder halten Sie ihn an.</translation>
    </message>
    <message>
        <source>Delete the job</source>
        <translation>Auftrag löschen</translation>
    </message>
    <message>
        <source>Delete “%1”? What it has learnt so far goes with it, and no voice comes of it.</source>
        <translation>„%1“ löschen? Was bisher gelernt wurde, geht mit, und es wird keine Stimme daraus.</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::JobPlan</name>
    <message>
        <source>Time to learn</source>
        <translation>Zeit zum Lernen</translation>
    </message>
    <message>
        <source>&amp;Measure</source>
        <translation>&amp;Messen</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Starten</translation>
    </message>
    <message>
        <source>Name of the voice</source>
        <translation>Name der Stimme</translation>
    </message>
    <message>
        <source> minutes</source>
        <translation> Minuten</translation>
    </message>
    <message>
        <source>Of work at most; the best that it comes to is kept</source>
        <translation>Höchstens so viel Arbeit; das Beste, wozu es kommt, wird behalten</translation>
    </message>
    <message>
        <source>Strength</source>
        <translation>Stärke</translation>
    </message>
    <message>
        <source>How much of the model a voice may change: more learns more, and needs more text</source>
        <translation>Wie viel vom Modell eine Stimme ändern darf: Mehr lernt mehr und braucht mehr Text</translation>
    </message>
    <message>
        <source>light (rank %1)</source>
        <translation>leicht (Rang %1)</translation>
    </message>
    <message>
        <source>usual (rank %1)</source>
        <translation>üblich (Rang %1)</translation>
    </message>
    <message>
        <source>strong (rank %1)</source>
        <translation>stark (Rang %1)</translation>
    </message>
    <message>
        <source>Learns from</source>
        <translation>Lernt aus</translation>
    </message>
    <message>
        <source>Stren&amp;gth</source>
        <translation>Stär&amp;ke</translation>
    </message>
    <message>
        <source>M&amp;ore</source>
        <translation>Me&amp;hr</translation>
    </message>
    <message>
        <source>What rarely has to be changed</source>
        <translation>Was selten geändert werden muss</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>Was gemessen wurde</translation>
    </message>
    <message>
        <source>A few steps, to tell what the whole will take: time, memory and disk</source>
        <translation>Einige Schritte, um zu sagen, was das Ganze braucht: Zeit, Arbeitsspeicher und Datenträger</translation>
    </message>
    <message>
        <source>It takes its turn behind the others, and works in the background</source>
        <translation>Er stellt sich hinter die anderen und arbeitet im Hintergrund</translation>
    </message>
    <message>
        <source> thousandths</source>
        <translation> Tausendstel</translation>
    </message>
    <message>
        <source>Rate of learning</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>Rehearsal</source>
        <translation>Auffrischung</translation>
    </message>
    <message>
        <source>%</source>
        <translation>&#xa0;%</translation>
    </message>
    <message>
        <source>Share of text that is the model&apos;s own, so that it forgets nothing</source>
        <translation>Anteil an Text, der vom Modell selbst ist, damit es nichts vergisst</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>Geduld</translation>
    </message>
    <message>
        <source>It ends after so many looks at what was held out without gain; 0: never before its time</source>
        <translation>Nach so vielen Blicken auf das Zurückgehaltene ohne Gewinn ist Schluss; 0: nie vor der Zeit</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same seed, settings and texts give the same voice on the same computer</source>
        <translation>Derselbe Startwert, dieselben Einstellungen und Texte ergeben auf demselben Rechner dieselbe Stimme</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>the best there is</source>
        <translation>das beste, das da ist</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>graphics card (CUDA)</source>
        <translation>Grafikkarte (CUDA)</translation>
    </message>
    <message>
        <source>Only at certain &amp;hours</source>
        <translation>Nur zu bestimmten St&amp;unden</translation>
    </message>
    <message>
        <source>From this hour</source>
        <translation>Von dieser Stunde an</translation>
    </message>
    <message>
        <source>Until this hour</source>
        <translation>Bis zu dieser Stunde</translation>
    </message>
    <message>
        <source>from</source>
        <translation>von</translation>
    </message>
    <message>
        <source>until</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Also on &amp;battery</source>
        <translation>Auch im Akku&amp;betrieb</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Lernrate</translation>
    </message>
    <message>
        <source>rank %1</source>
        <translation>Rang %1</translation>
    </message>
    <message>
        <source>Some steps are made, to see what they take…</source>
        <translation>Einige Schritte werden gemacht, um zu sehen, was sie brauchen…</translation>
    </message>
    <message>
        <source>Measure tells what it will take; it can be started without.</source>
        <translation>Messen sagt, was es brauchen wird; starten kann man auch ohne.</translation>
    </message>
    <message>
        <source>o’clock</source>
        <translation>Uhr</translation>
    </message>
    <message>
        <source>Nam&amp;e</source>
        <translation>N&amp;ame</translation>
    </message>
    <message>
        <source>&amp;Time</source>
        <translation>&amp;Zeit</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::JobProgress</name>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Wie weit es ist</translation>
    </message>
    <message>
        <source>In words that it has not seen</source>
        <translation>In Wörtern, die sie nicht gesehen hat</translation>
    </message>
    <message>
        <source>Use of the experts</source>
        <translation>Nutzung der Experten</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>At the next step; nothing of what it has learnt is lost</source>
        <translation>Beim nächsten Schritt; nichts Gelerntes geht verloren</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>Where it was</source>
        <translation>Wo er war</translation>
    </message>
    <message>
        <source>S&amp;top, and keep the best</source>
        <translation>&amp;Beenden und das Beste behalten</translation>
    </message>
    <message>
        <source>It ends at the next step, and what it was best at becomes a voice</source>
        <translation>Er endet beim nächsten Schritt, und das Beste wird eine Stimme</translation>
    </message>
    <message>
        <source>&amp;Earlier</source>
        <translation>&amp;Früher</translation>
    </message>
    <message>
        <source>Before the one that waits ahead of it</source>
        <translation>Vor den, der vor ihm wartet</translation>
    </message>
    <message>
        <source>&amp;Later</source>
        <translation>&amp;Später</translation>
    </message>
    <message>
        <source>Behind the one that waits after it</source>
        <translation>Hinter den, der nach ihm wartet</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::LeftPanel</name>
    <message>
        <source>Library and search</source>
        <translation>Bibliothek und Suche</translation>
    </message>
    <message>
        <source>Tab %1</source>
        <translation>Reiter %1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::LengthHandle</name>
    <message>
        <source>Length of the gap</source>
        <translation>Länge der Lücke</translation>
    </message>
    <message>
        <source>Pull to make the gap longer or shorter; Alt+Right and Alt+Left do the same</source>
        <translation>Ziehen Sie, um die Lücke länger oder kürzer zu machen; Alt+Rechts und Alt+Links tun dasselbe</translation>
    </message>
    <message>
        <source>Longer or shorter: pull, or Alt+Right and Alt+Left</source>
        <translation>Länger oder kürzer: ziehen, oder Alt+Rechts und Alt+Links</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::LensPanel</name>
    <message>
        <source>Lens</source>
        <translation>Linse</translation>
    </message>
    <message>
        <source>%1, on the page and here</source>
        <translation>%1, auf der Seite und hier</translation>
    </message>
    <message>
        <source>The words</source>
        <translation>Die Wörter</translation>
    </message>
    <message>
        <source>Nothing to look at yet. Fill a gap, or open a run from the list.</source>
        <translation>Noch gibt es nichts zu sehen. Füllen Sie eine Lücke, oder öffnen Sie einen Lauf aus der Liste.</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>step %1 · candidate %2</source>
        <translation>Schritt %1 · Vorschlag %2</translation>
    </message>
    <message>
        <source>Layer %1 of %2 with experts</source>
        <translation>Schicht %1 von %2 mit Experten</translation>
    </message>
    <message>
        <source>share of the work</source>
        <translation>Anteil an der Arbeit</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::LibraryPanel</name>
    <message>
        <source>Delete for good</source>
        <translation>Endgültig löschen</translation>
    </message>
    <message>
        <source>Their older states and runs go with them. This cannot be taken back.</source>
        <translation>Die älteren Stände und die Läufe verschwinden mit. Das lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>&amp;Keep</source>
        <translation>&amp;Behalten</translation>
    </message>
    <message>
        <source>&amp;New</source>
        <translation>&amp;Neu</translation>
    </message>
    <message>
        <source>&amp;Project</source>
        <translation>&amp;Projekt</translation>
    </message>
    <message>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <source>&amp;Chapter</source>
        <translation>&amp;Kapitel</translation>
    </message>
    <message>
        <source>&amp;Scene</source>
        <translation>&amp;Szene</translation>
    </message>
    <message>
        <source>&amp;Note</source>
        <translation>&amp;Notiz</translation>
    </message>
    <message>
        <source>Make it &amp;a</source>
        <translation>Um&amp;wandeln in</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>&amp;Duplizieren</translation>
    </message>
    <message>
        <source>&amp;Merge</source>
        <translation>&amp;Zusammenführen</translation>
    </message>
    <message>
        <source>&amp;Split at the cursor</source>
        <translation>Am Cursor &amp;teilen</translation>
    </message>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move do&amp;wn</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>Move &amp;into the one above</source>
        <translation>In das vorige &amp;verschieben</translation>
    </message>
    <message>
        <source>Move &amp;out</source>
        <translation>&amp;Herausnehmen</translation>
    </message>
    <message>
        <source>Arc&amp;hive</source>
        <translation>&amp;Archivieren</translation>
    </message>
    <message>
        <source>Move to the &amp;bin</source>
        <translation>In den &amp;Papierkorb</translation>
    </message>
    <message>
        <source>Delete for &amp;good…</source>
        <translation>&amp;Endgültig löschen…</translation>
    </message>
    <message>
        <source>&amp;Empty the bin…</source>
        <translation>Papierkorb &amp;leeren…</translation>
    </message>
    <message>
        <source>&amp;Take back the last act on the library</source>
        <translation>Letzte Änderung der Bibliothek zurückneh&amp;men</translation>
    </message>
    <message>
        <source>Out of the arc&amp;hive</source>
        <translation>&amp;Aus dem Archiv holen</translation>
    </message>
    <message>
        <source>Delete “%1” and what lies in it for good?</source>
        <translation>„%1“ und was darin liegt endgültig löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n documents for good?</source>
        <translation>
            <numerusform>%n Dokument endgültig löschen?</numerusform>
            <numerusform>%n Dokumente endgültig löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Delete for good</source>
        <translation>&amp;Endgültig löschen</translation>
    </message>
    <message numerus="yes">
        <source>Delete the %n documents in the bin for good?</source>
        <translation>
            <numerusform>Das Dokument im Papierkorb endgültig löschen?</numerusform>
            <numerusform>Die %n Dokumente im Papierkorb endgültig löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Empty the bin</source>
        <translation>Papierkorb &amp;leeren</translation>
    </message>
    <message>
        <source>No title has these letters.</source>
        <translation>Kein Titel enthält diese Buchstaben.</translation>
    </message>
    <message>
        <source>HEADINGS</source>
        <translation>ÜBERSCHRIFTEN</translation>
    </message>
    <message>
        <source>ALL DOCUMENTS</source>
        <translation>ALLE DOKUMENTE</translation>
    </message>
    <message>
        <source>Show everything, or one project alone</source>
        <translation>Alles zeigen oder nur ein Projekt</translation>
    </message>
    <message>
        <source>Which documents are shown</source>
        <translation>Welche Dokumente gezeigt werden</translation>
    </message>
    <message>
        <source>New project, folder, chapter, scene or note</source>
        <translation>Neues Projekt, neuer Ordner, neues Kapitel, neue Szene oder Notiz</translation>
    </message>
    <message>
        <source>New document</source>
        <translation>Neues Dokument</translation>
    </message>
    <message>
        <source>Filter titles</source>
        <translation>Titel filtern</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>Alle Dokumente</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>Um&amp;benennen</translation>
    </message>
    <message>
        <source>Restore &amp;from the bin</source>
        <translation>Aus dem Papierko&amp;rb holen</translation>
    </message>
    <message>
        <source>Show archi&amp;ved</source>
        <translation>Ar&amp;chiviertes zeigen</translation>
    </message>
    <message>
        <source>Open	Enter</source>
        <translation>Öffnen	Enter</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::LinkLine</name>
    <message>
        <source>The file of this document</source>
        <translation>Die Datei dieses Dokuments</translation>
    </message>
    <message>
        <source>Close this line</source>
        <translation>Diese Zeile schließen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::LinkOnPage</name>
    <message>
        <source>Lin&amp;ked file</source>
        <translation>Verknüpfte D&amp;atei</translation>
    </message>
    <message>
        <source>&amp;Link to a file…</source>
        <translation>&amp;Mit einer Datei verknüpfen…</translation>
    </message>
    <message>
        <source>L&amp;ook at the file now</source>
        <translation>Datei jetzt an&amp;sehen</translation>
    </message>
    <message>
        <source>&amp;Write the file again</source>
        <translation>Datei n&amp;eu schreiben</translation>
    </message>
    <message>
        <source>&amp;Compare with the file…</source>
        <translation>Mit der Datei &amp;vergleichen…</translation>
    </message>
    <message>
        <source>&amp;Keep mine, over the file</source>
        <translation>Meinen &amp;behalten, über die Datei</translation>
    </message>
    <message>
        <source>&amp;Take the file’s text</source>
        <translation>Text der Datei über&amp;nehmen</translation>
    </message>
    <message>
        <source>Take in &amp;new texts of the folder</source>
        <translation>Neue &amp;Texte des Ordners aufnehmen</translation>
    </message>
    <message>
        <source>Leave new te&amp;xts of the folder out</source>
        <translation>Neue Te&amp;xte des Ordners weglassen</translation>
    </message>
    <message>
        <source>&amp;Unlink</source>
        <translation>Verknüpfung &amp;lösen</translation>
    </message>
    <message>
        <source>Link to a file</source>
        <translation>Mit einer Datei verknüpfen</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>Plain text (*.txt)</source>
        <translation>Reiner Text (*.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>&amp;Link to another file…</source>
        <translation>&amp;Mit einer anderen Datei verknüpfen…</translation>
    </message>
    <message>
        <source>&amp;Unlink from %1</source>
        <translation>Verknüpfung mit %1 &amp;lösen</translation>
    </message>
    <message>
        <source>Copied into the library; %1 stays as it is.</source>
        <translation>In die Bibliothek kopiert; %1 bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Link to the file</source>
        <translation>Mit der Datei verknüpfen</translation>
    </message>
    <message>
        <source>A new text in the folder %1: %2</source>
        <translation>Ein neuer Text im Ordner %1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%Ln new texts in the folder %1.</source>
        <translation>
            <numerusform>%Ln neuer Text im Ordner %1.</numerusform>
            <numerusform>%Ln neue Texte im Ordner %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Not these</source>
        <translation>Diese nicht</translation>
    </message>
    <message>
        <source>Unlink</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Find it…</source>
        <translation>Suchen…</translation>
    </message>
    <message>
        <source>%1 was changed by another program, and this document here. Nothing is overwritten.</source>
        <translation>%1 wurde von einem anderen Programm geändert, und das Dokument hier. Nichts wird überschrieben.</translation>
    </message>
    <message>
        <source>Compare…</source>
        <translation>Vergleichen…</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>Meinen behalten</translation>
    </message>
    <message>
        <source>Take the file’s</source>
        <translation>Den der Datei übernehmen</translation>
    </message>
    <message>
        <source>%1 was moved, renamed or deleted. Your words are in the library.</source>
        <translation>%1 wurde verschoben, umbenannt oder gelöscht. Ihre Wörter sind in der Bibliothek.</translation>
    </message>
    <message>
        <source>Write it again</source>
        <translation>Neu schreiben</translation>
    </message>
    <message>
        <source>The folder %1 cannot be reached. Your words are in the library, and go into %2 when it is back.</source>
        <translation>Der Ordner %1 ist nicht erreichbar. Ihre Wörter sind in der Bibliothek und kommen in %2, wenn er wieder da ist.</translation>
    </message>
    <message>
        <source>%1 cannot be read (%2). Your words are in the library.</source>
        <translation>%1 kann nicht gelesen werden (%2). Ihre Wörter sind in der Bibliothek.</translation>
    </message>
    <message>
        <source>%1 is no text in UTF-8 any more, so nothing is taken from it or written over it. Your words are in the library.</source>
        <translation>%1 ist kein Text in UTF-8 mehr, darum wird nichts daraus übernommen und nichts darüber geschrieben. Ihre Wörter sind in der Bibliothek.</translation>
    </message>
    <message>
        <source>%1 may not be written. Your words are in the library; change the rights of the file or its folder.</source>
        <translation>%1 darf nicht geschrieben werden. Ihre Wörter sind in der Bibliothek; ändern Sie die Zugriffsrechte der Datei oder ihres Ordners.</translation>
    </message>
    <message>
        <source>No room on the disk of %1. Your words are in the library, and go into the file when there is room.</source>
        <translation>Kein Platz auf dem Datenträger von %1. Ihre Wörter sind in der Bibliothek und kommen in die Datei, wenn Platz ist.</translation>
    </message>
    <message>
        <source>%1 could not be written (%2). Your words are in the library.</source>
        <translation>%1 konnte nicht geschrieben werden (%2). Ihre Wörter sind in der Bibliothek.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::LossChart</name>
    <message>
        <source>How it learns</source>
        <translation>Wie gelernt wird</translation>
    </message>
    <message>
        <source>learnt %1</source>
        <translation>gelernt %1</translation>
    </message>
    <message>
        <source>held out %1</source>
        <translation>zurückgehalten %1</translation>
    </message>
    <message>
        <source>without the voice %1</source>
        <translation>ohne die Stimme %1</translation>
    </message>
    <message>
        <source>Step %1: %2 nats a character</source>
        <translation>Schritt %1: %2 Nat je Zeichen</translation>
    </message>
    <message>
        <source>Nothing has been measured yet.</source>
        <translation>Noch ist nichts gemessen.</translation>
    </message>
    <message>
        <source>steps; the lower the line, in nats a character, the surer of the words</source>
        <translation>Schritte; je tiefer die Linie, in Nat je Zeichen, desto sicherer der Wörter</translation>
    </message>
    <message>
        <source>learnt</source>
        <translation>gelernt</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>zurückgehalten</translation>
    </message>
    <message>
        <source>without the voice</source>
        <translation>ohne die Stimme</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::MainWindow</name>
    <message>
        <source>F&amp;ormat</source>
        <translation>F&amp;ormat</translation>
    </message>
    <message>
        <source>&amp;Bold</source>
        <translation>&amp;Fett</translation>
    </message>
    <message>
        <source>&amp;Italic</source>
        <translation>&amp;Kursiv</translation>
    </message>
    <message>
        <source>&amp;Struck out</source>
        <translation>&amp;Durchgestrichen</translation>
    </message>
    <message>
        <source>&amp;Code</source>
        <translation>&amp;Code</translation>
    </message>
    <message>
        <source>&amp;Heading</source>
        <translation>Übe&amp;rschrift</translation>
    </message>
    <message>
        <source>Level &amp;%1</source>
        <translation>Ebene &amp;%1</translation>
    </message>
    <message>
        <source>&amp;No heading</source>
        <translation>K&amp;eine Überschrift</translation>
    </message>
    <message>
        <source>&amp;List</source>
        <translation>&amp;Liste</translation>
    </message>
    <message>
        <source>&amp;Numbered list</source>
        <translation>&amp;Nummerierte Liste</translation>
    </message>
    <message>
        <source>Block &amp;quote</source>
        <translation>&amp;Zitatblock</translation>
    </message>
    <message>
        <source>One level o&amp;ut</source>
        <translation>Eine Ebene &amp;höher</translation>
    </message>
    <message>
        <source>Generate&amp;d text</source>
        <translation>Generierter &amp;Text</translation>
    </message>
    <message>
        <source>&amp;Confirm the selection, or the passage here</source>
        <translation>&amp;Auswahl oder Stelle bestätigen</translation>
    </message>
    <message>
        <source>Confirm this &amp;paragraph</source>
        <translation>Diesen A&amp;bsatz bestätigen</translation>
    </message>
    <message>
        <source>Confirm &amp;all of this draft</source>
        <translation>&amp;Ganzen Entwurf bestätigen</translation>
    </message>
    <message>
        <source>&amp;Where it came from</source>
        <translation>Wo&amp;her es stammt</translation>
    </message>
    <message>
        <source>Go to the &amp;next passage</source>
        <translation>Zur &amp;nächsten Stelle</translation>
    </message>
    <message>
        <source>Go to the pre&amp;vious passage</source>
        <translation>Zur &amp;vorigen Stelle</translation>
    </message>
    <message>
        <source>&amp;List of all passages…</source>
        <translation>&amp;Liste aller Stellen…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Lacuna</source>
        <translation>Lacuna</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>%1 — Lacuna</source>
        <translation>%1 — Lacuna</translation>
    </message>
    <message>
        <source>No model is loaded: choose one in the Model menu.</source>
        <translation>Kein Modell ist geladen: Wählen Sie eines im Menü „Modell“.</translation>
    </message>
    <message>
        <source>%1 The Model menu offers another.</source>
        <translation>%1 Das Menü „Modell“ bietet ein anderes.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;New draft</source>
        <translation>&amp;Neuer Entwurf</translation>
    </message>
    <message>
        <source>&amp;Open a file…</source>
        <translation>Datei ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open a draft</source>
        <translation>Entwurf öffnen</translation>
    </message>
    <message>
        <source>Drafts (*.md *.markdown *.txt)</source>
        <translation>Entwürfe (*.md *.markdown *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save a &amp;copy…</source>
        <translation>&amp;Kopie speichern…</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Umbenennen…</translation>
    </message>
    <message>
        <source>Rename the draft</source>
        <translation>Entwurf umbenennen</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Is it &amp;saved?</source>
        <translation>Ist alles &amp;gespeichert?</translation>
    </message>
    <message>
        <source>Not saved. %1 Your words stay in this window and are tried again every few seconds; Ctrl+Shift+S saves a copy elsewhere.</source>
        <translation>Nicht gespeichert. %1 Ihre Wörter bleiben in diesem Fenster, und alle paar Sekunden wird es noch einmal versucht; Strg+Umschalt+S speichert woanders eine Kopie.</translation>
    </message>
    <message>
        <source>Everything is saved so far. What comes next cannot be: %1</source>
        <translation>Bis hierher ist alles gespeichert. Was jetzt kommt, lässt sich nicht speichern: %1</translation>
    </message>
    <message>
        <source>Saving. Every change is kept within a second of the last key.</source>
        <translation>Wird gespeichert. Jede Änderung ist binnen einer Sekunde nach dem letzten Tastendruck gesichert.</translation>
    </message>
    <message>
        <source>Everything is saved. Each change is kept within a second of the last key.</source>
        <translation>Alles ist gespeichert. Jede Änderung ist binnen einer Sekunde nach dem letzten Tastendruck gesichert.</translation>
    </message>
    <message>
        <source>&amp;Backups…</source>
        <translation>&amp;Sicherungen…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Next place f&amp;ound</source>
        <translation>Nächster Tre&amp;ffer der Suche</translation>
    </message>
    <message>
        <source>Previous place foun&amp;d</source>
        <translation>V&amp;origer Treffer der Suche</translation>
    </message>
    <message>
        <source>Replace in all docu&amp;ments…</source>
        <translation>In allen Doku&amp;menten ersetzen…</translation>
    </message>
    <message>
        <source>Take &amp;back replacement in all documents</source>
        <translation>Ersetzung in allen Dokumenten zurückne&amp;hmen</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>A&amp;usschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>Paste as plain te&amp;xt</source>
        <translation>Als reinen &amp;Text einfügen</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Suchen…</translation>
    </message>
    <message>
        <source>Rep&amp;lace…</source>
        <translation>Erset&amp;zen…</translation>
    </message>
    <message>
        <source>Find &amp;next</source>
        <translation>&amp;Nächste Fundstelle</translation>
    </message>
    <message>
        <source>Find pre&amp;vious</source>
        <translation>&amp;Vorige Fundstelle</translation>
    </message>
    <message>
        <source>Pr&amp;eferences…</source>
        <translation>Einste&amp;llungen…</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farbschema</translation>
    </message>
    <message>
        <source>&amp;Larger</source>
        <translation>&amp;Größer</translation>
    </message>
    <message>
        <source>&amp;Smaller</source>
        <translation>&amp;Kleiner</translation>
    </message>
    <message>
        <source>&amp;Usual size</source>
        <translation>&amp;Normale Größe</translation>
    </message>
    <message>
        <source>&amp;Focus</source>
        <translation>F&amp;okus</translation>
    </message>
    <message>
        <source>Li&amp;brary</source>
        <translation>Biblio&amp;thek</translation>
    </message>
    <message>
        <source>&amp;Denoising</source>
        <translation>&amp;Entrauschen</translation>
    </message>
    <message>
        <source>Go to the next &amp;panel</source>
        <translation>Zum nächsten Be&amp;reich</translation>
    </message>
    <message>
        <source>Reduced &amp;motion</source>
        <translation>&amp;Weniger Bewegung</translation>
    </message>
    <message>
        <source>Page for a browser (*.html)</source>
        <translation>Seite für den Browser (*.html)</translation>
    </message>
    <message>
        <source>Animated picture (*.webp)</source>
        <translation>Bewegtes Bild (*.webp)</translation>
    </message>
    <message>
        <source>JSON for other programs (*.json)</source>
        <translation>JSON für andere Programme (*.json)</translation>
    </message>
    <message>
        <source>Export this run</source>
        <translation>Lauf exportieren</translation>
    </message>
    <message>
        <source>, replay.html</source>
        <translation>, Wiedergabe.html</translation>
    </message>
    <message>
        <source>There is no run to export yet: fill a gap first (Ctrl+G).</source>
        <translation>Es gibt noch keinen Lauf zu exportieren: Füllen Sie erst eine Lücke (Strg+G).</translation>
    </message>
    <message>
        <source>&amp;Gap</source>
        <translation>&amp;Lücke</translation>
    </message>
    <message>
        <source>&amp;Fill here, or rewrite the selection</source>
        <translation>Hier &amp;füllen oder Auswahl umschreiben</translation>
    </message>
    <message>
        <source>Fill &amp;all written gaps</source>
        <translation>&amp;Alle geschriebenen Lücken füllen</translation>
    </message>
    <message>
        <source>&amp;Options of the gap…</source>
        <translation>&amp;Optionen der Lücke…</translation>
    </message>
    <message>
        <source>Re-noise &amp;brush</source>
        <translation>Rausch&amp;pinsel</translation>
    </message>
    <message>
        <source>&amp;Mend the seams</source>
        <translation>&amp;Nähte glätten</translation>
    </message>
    <message>
        <source>Continue at the &amp;end</source>
        <translation>Am &amp;Ende fortsetzen</translation>
    </message>
    <message>
        <source>As long as &amp;last time</source>
        <translation>So &amp;lang wie zuletzt</translation>
    </message>
    <message>
        <source>A &amp;sentence, about 20 words</source>
        <translation>Ein &amp;Satz, etwa 20 Wörter</translation>
    </message>
    <message>
        <source>A &amp;paragraph, about 80 words</source>
        <translation>Ein &amp;Absatz, etwa 80 Wörter</translation>
    </message>
    <message>
        <source>A p&amp;age, about 300 words</source>
        <translation>Eine S&amp;eite, etwa 300 Wörter</translation>
    </message>
    <message>
        <source>&amp;Seen from everywhere</source>
        <translation>Von überall si&amp;chtbar</translation>
    </message>
    <message>
        <source>&amp;Take	Enter</source>
        <translation>Übe&amp;rnehmen	Enter</translation>
    </message>
    <message>
        <source>Take a &amp;word	Ctrl+Right</source>
        <translation>Ein &amp;Wort übernehmen	Strg+Rechts</translation>
    </message>
    <message>
        <source>&amp;Next candidate	Tab</source>
        <translation>Nächster &amp;Vorschlag	Tab</translation>
    </message>
    <message>
        <source>&amp;Previous candidate	Shift+Tab</source>
        <translation>Vori&amp;ger Vorschlag	Umschalt+Tab</translation>
    </message>
    <message>
        <source>&amp;Leave or stop	Esc</source>
        <translation>Ver&amp;lassen oder anhalten	Esc</translation>
    </message>
    <message>
        <source>Ask a&amp;gain</source>
        <translation>Noch ein&amp;mal fragen</translation>
    </message>
    <message>
        <source>Go to the ne&amp;xt gap</source>
        <translation>&amp;Zur nächsten Lücke</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>&amp;Choose a model…</source>
        <translation>Modell &amp;wählen…</translation>
    </message>
    <message>
        <source>A model&apos;s folder, with its config.json</source>
        <translation>Der Ordner eines Modells mit seiner config.json</translation>
    </message>
    <message>
        <source>&amp;Load it again</source>
        <translation>&amp;Neu laden</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>What do you want to do?</source>
        <translation>Was möchten Sie tun?</translation>
    </message>
    <message>
        <source>&amp;Keys</source>
        <translation>&amp;Tasten</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>&amp;About Lacuna</source>
        <translation>Über &amp;Lacuna</translation>
    </message>
    <message>
        <source>About Lacuna</source>
        <translation>Über Lacuna</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;span style=&quot;font-weight:600&quot;&gt;Lacuna %1&lt;/span&gt; fills the gaps of a draft on this machine, while you watch.&lt;/p&gt;&lt;p&gt;Nothing leaves the machine. Generated text stays marked until you edit or confirm it.&lt;/p&gt;&lt;p&gt;Free software under the GPL, version 3 or later.&lt;/p&gt;&lt;p&gt;Estuary 135M works over SmolLM2 135M Instruct by Hugging Face, under the Apache License, version 2.0, which comes by itself as a file of its own.&lt;/p&gt;</source>
        <translation>&lt;p&gt;&lt;span style=&quot;font-weight:600&quot;&gt;Lacuna %1&lt;/span&gt; füllt die Lücken eines Entwurfs auf diesem Rechner, und Sie sehen dabei zu.&lt;/p&gt;&lt;p&gt;Nichts verlässt den Rechner. Generierter Text bleibt markiert, bis Sie ihn bearbeiten oder bestätigen.&lt;/p&gt;&lt;p&gt;Freie Software unter der GPL, Version 3 oder neuer.&lt;/p&gt;&lt;p&gt;Estuary 135M arbeitet auf SmolLM2 135M Instruct von Hugging Face, das unter der Apache-Lizenz, Version 2.0, steht und als eigene Datei beiliegt.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>B&amp;ibliothek</translation>
    </message>
    <message>
        <source>Another text in the file</source>
        <translation>Anderer Text in der Datei</translation>
    </message>
    <message>
        <source>The file %1 has changed on the disk since this draft was made of it.</source>
        <translation>Die Datei %1 hat sich auf dem Datenträger geändert, seit dieser Entwurf daraus entstand.</translation>
    </message>
    <message>
        <source>Take its text into the draft, and Ctrl+Z brings the draft&apos;s own words back; or keep the draft, and the file stays as it is.</source>
        <translation>Übernehmen Sie ihren Text in den Entwurf, dann holt Strg+Z dessen eigene Wörter zurück; oder behalten Sie den Entwurf, dann bleibt die Datei, wie sie ist.</translation>
    </message>
    <message>
        <source>&amp;Take the file&apos;s text</source>
        <translation>&amp;Text der Datei übernehmen</translation>
    </message>
    <message>
        <source>&amp;Keep this draft</source>
        <translation>Diesen Entwurf &amp;behalten</translation>
    </message>
    <message>
        <source>The draft has the text of %1 now; Ctrl+Z brings back what it was.</source>
        <translation>Der Entwurf hat jetzt den Text von %1; Strg+Z holt den vorigen zurück.</translation>
    </message>
    <message>
        <source>Check spellin&amp;g</source>
        <translation>Rechtschreibung &amp;prüfen</translation>
    </message>
    <message>
        <source>Languages of the spell&amp;ing</source>
        <translation>Sprachen der Re&amp;chtschreibung</translation>
    </message>
    <message>
        <source>No dictionary is installed</source>
        <translation>Kein Wörterbuch ist installiert</translation>
    </message>
    <message>
        <source>Focus on the s&amp;entence</source>
        <translation>Fokus auf den Sat&amp;z</translation>
    </message>
    <message>
        <source>T&amp;ypewriter scrolling</source>
        <translation>&amp;Schreibmaschinenmodus</translation>
    </message>
    <message>
        <source>One l&amp;evel in</source>
        <translation>Eine Ebene &amp;tiefer</translation>
    </message>
    <message>
        <source>Surprise &amp;in the text</source>
        <translation>Ü&amp;berraschung im Text</translation>
    </message>
    <message>
        <source>Export this &amp;run…</source>
        <translation>&amp;Diesen Lauf exportieren…</translation>
    </message>
    <message>
        <source>&amp;Find an act…</source>
        <translation>&amp;Befehl suchen…</translation>
    </message>
    <message>
        <source>Full sc&amp;reen</source>
        <translation>&amp;Vollbild</translation>
    </message>
    <message>
        <source>Searc&amp;h all documents…</source>
        <translation>In allen &amp;Dokumenten suchen…</translation>
    </message>
    <message>
        <source>Next mi&amp;sspelling</source>
        <translation>Nächster Rechtschre&amp;ibfehler</translation>
    </message>
    <message>
        <source>&amp;What was written, and goals…</source>
        <translation>Geschriebenes &amp;und Ziele…</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Handbuch</translation>
    </message>
    <message>
        <source>Of this &amp;document</source>
        <translation>Dieses &amp;Dokuments</translation>
    </message>
    <message>
        <source>Of &amp;all drafts that name none</source>
        <translation>&amp;Aller Entwürfe ohne eigene</translation>
    </message>
    <message>
        <source>&amp;Look for dictionaries again</source>
        <translation>Wörterbücher neu &amp;suchen</translation>
    </message>
    <message>
        <source>Of all in “%1”</source>
        <translation>Aller in „%1“</translation>
    </message>
    <message>
        <source>&amp;Voices…</source>
        <translation>&amp;Stimmen…</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::ManualView</name>
    <message>
        <source>Page of the manual</source>
        <translation>Seite des Handbuchs</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Select all</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::ManualWindow</name>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Search the manual</source>
        <translation>Im Handbuch suchen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>The page before (Alt+Left)</source>
        <translation>Die vorige Seite (Alt+Links)</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vorwärts</translation>
    </message>
    <message>
        <source>The page after (Alt+Right)</source>
        <translation>Die nächste Seite (Alt+Rechts)</translation>
    </message>
    <message>
        <source>Contents</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>All pages (Alt+Home)</source>
        <translation>Alle Seiten (Alt+Pos1)</translation>
    </message>
    <message>
        <source>Pages of the manual</source>
        <translation>Seiten des Handbuchs</translation>
    </message>
    <message>
        <source>No page has all of these words. Try fewer of them, or only the beginning of one.</source>
        <translation>Keine Seite enthält alle diese Wörter. Versuchen Sie weniger davon, oder nur den Anfang eines Wortes.</translation>
    </message>
    <message>
        <source>%1 — Manual</source>
        <translation>%1 — Handbuch</translation>
    </message>
    <message>
        <source>A dialog waits for an answer: close it first.</source>
        <translation>Ein Dialog wartet auf eine Antwort: Schließen Sie ihn zuerst.</translation>
    </message>
    <message>
        <source>“%1” is not possible just now.</source>
        <translation>„%1“ ist gerade nicht möglich.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::MessageNote</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::ModelMenu</name>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>%1 on %2</source>
        <translation>%1 auf %2</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>Kein Modell ist geladen</translation>
    </message>
    <message>
        <source>The model is loading</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>	a base</source>
        <translation>	eine Basis</translation>
    </message>
    <message>
        <source>&amp;About the models</source>
        <translation>Über die &amp;Modelle</translation>
    </message>
    <message>
        <source>&amp;No voice: the model alone</source>
        <translation>&amp;Keine Stimme: das Modell allein</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::OutlineView</name>
    <message>
        <source>Headings of this document</source>
        <translation>Überschriften dieses Dokuments</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>&amp;Go there</source>
        <translation>&amp;Dorthin gehen</translation>
    </message>
    <message>
        <source>Move the section &amp;up	Alt+Up</source>
        <translation>Abschnitt nach &amp;oben	Alt+Hoch</translation>
    </message>
    <message>
        <source>Move the section &amp;down	Alt+Down</source>
        <translation>Abschnitt nach &amp;unten	Alt+Herunter</translation>
    </message>
    <message>
        <source>A level &amp;higher	Alt+Left</source>
        <translation>Eine Ebene &amp;höher	Alt+Links</translation>
    </message>
    <message>
        <source>A level &amp;lower	Alt+Right</source>
        <translation>Eine Ebene &amp;tiefer	Alt+Rechts</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::PageBrush</name>
    <message>
        <source>Nothing is painted yet: drag over words, or select them and press Space.</source>
        <translation>Noch ist nichts gemalt: Ziehen Sie über Wörter, oder wählen Sie welche aus und drücken Sie die Leertaste.</translation>
    </message>
    <message>
        <source>There is a gap here already: take or leave it first.</source>
        <translation>Hier ist schon eine Lücke: Übernehmen oder verwerfen Sie sie zuerst.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::PageEditor</name>
    <message>
        <source>Page</source>
        <translation>Seite</translation>
    </message>
    <message>
        <source>The manuscript. Ctrl+G makes a gap.</source>
        <translation>Das Manuskript. Strg+G macht eine Lücke.</translation>
    </message>
    <message>
        <source>Write. Where the words are missing, press Ctrl+G.</source>
        <translation>Schreiben Sie. Wo die Wörter fehlen, drücken Sie Strg+G.</translation>
    </message>
    <message>
        <source>Confirm generated text</source>
        <translation>Generierten Text bestätigen</translation>
    </message>
    <message>
        <source>Seen from everywhere, or no longer</source>
        <translation>Von überall sichtbar, oder nicht mehr</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Ausschneiden</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Paste as plain text</source>
        <translation>Als reinen Text einfügen</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>This paragraph is empty: stand in one that every gap shall see.</source>
        <translation>Dieser Absatz ist leer: Gehen Sie in einen, den jede Lücke sehen soll.</translation>
    </message>
    <message>
        <source>Every gap sees this paragraph now, however far away it is.</source>
        <translation>Jede Lücke sieht diesen Absatz jetzt, wie weit er auch entfernt ist.</translation>
    </message>
    <message>
        <source>Gaps see this paragraph as they see any other again.</source>
        <translation>Lücken sehen diesen Absatz wieder wie jeden anderen.</translation>
    </message>
    <message>
        <source>There is no generated text here to confirm.</source>
        <translation>Hier ist kein generierter Text zu bestätigen.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::PageSections</name>
    <message>
        <source>Headings have six levels; “%1” stays where it is.</source>
        <translation>Überschriften haben sechs Ebenen; „%1“ bleibt, wo es ist.</translation>
    </message>
    <message>
        <source>There is nothing to split here: put the cursor where the second part is to begin.</source>
        <translation>Hier gibt es nichts zu teilen: Setzen Sie den Cursor dorthin, wo der zweite Teil beginnen soll.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::PageSheets</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::PageView</name>
    <message>
        <source>Rewrite the selection</source>
        <translation>Die Auswahl umschreiben</translation>
    </message>
    <message>
        <source>Fill a gap here</source>
        <translation>Hier eine Lücke füllen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>Eine Einstellung suchen</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Restore &amp;defaults</source>
        <translation>&amp;Standard wiederherstellen</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>Keine Einstellung enthält diese Wörter.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::PrintDialog</name>
    <message>
        <source>Save as P&amp;DF…</source>
        <translation>Als PD&amp;F speichern…</translation>
    </message>
    <message>
        <source>&amp;Print…</source>
        <translation>D&amp;rucken…</translation>
    </message>
    <message>
        <source>Print preview</source>
        <translation>Druckvorschau</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Drucken</translation>
    </message>
    <message>
        <source>This draft</source>
        <translation>Dieser Entwurf</translation>
    </message>
    <message>
        <source>The selection</source>
        <translation>Die Auswahl</translation>
    </message>
    <message>
        <source>The whole project</source>
        <translation>Das ganze Projekt</translation>
    </message>
    <message>
        <source>&amp;What</source>
        <translation>&amp;Was</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Printers</source>
        <translation>Drucker</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>Page %1 of %2 so far…</source>
        <translation>Seite %1 von bisher %2…</translation>
    </message>
    <message>
        <source>No printer is set up on this computer: save a PDF, and print it where there is one.</source>
        <translation>Auf diesem Rechner ist kein Drucker eingerichtet: Speichern Sie ein PDF, und drucken Sie es, wo es einen gibt.</translation>
    </message>
    <message>
        <source>Save as PDF</source>
        <translation>Als PDF speichern</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::ProvenanceCard</name>
    <message>
        <source>Where this text came from</source>
        <translation>Woher dieser Text stammt</translation>
    </message>
    <message>
        <source>Show its &amp;run</source>
        <translation>&amp;Lauf zeigen</translation>
    </message>
    <message>
        <source>The steps and the other candidates, in the run panel</source>
        <translation>Die Schritte und die anderen Vorschläge, im Bereich der Läufe</translation>
    </message>
    <message>
        <source>&amp;Confirm</source>
        <translation>&amp;Bestätigen</translation>
    </message>
    <message>
        <source>The words are yours: the mark goes (Ctrl+Shift+G)</source>
        <translation>Die Wörter sind Ihre: Die Markierung verschwindet (Strg+Umschalt+G)</translation>
    </message>
    <message>
        <source>Re&amp;move</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>The words go from the text; Ctrl+Z brings them back</source>
        <translation>Die Wörter verschwinden aus dem Text; Strg+Z holt sie zurück</translation>
    </message>
    <message>
        <source>1 generated word</source>
        <translation>1 generiertes Wort</translation>
    </message>
    <message numerus="yes">
        <source>%Ln generated words</source>
        <translation>
            <numerusform>%Ln generiertes Wort</numerusform>
            <numerusform>%Ln generierte Wörter</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lacuna::ui::RecentOnPage</name>
    <message>
        <source>Recent&amp;ly open</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Go to a document…</source>
        <translation>Zu eine&amp;m Dokument gehen…</translation>
    </message>
    <message>
        <source>The docume&amp;nt before this one</source>
        <translation>Das vorige &amp;Dokument</translation>
    </message>
    <message>
        <source>The document lon&amp;gest ago</source>
        <translation>Das am &amp;längsten zurückliegende Dokument</translation>
    </message>
    <message>
        <source>Ba&amp;ck to where I was</source>
        <translation>Zurü&amp;ck zur letzten Stelle</translation>
    </message>
    <message>
        <source>Forward &amp;again</source>
        <translation>W&amp;ieder vorwärts</translation>
    </message>
    <message>
        <source>%1 (was deleted for good)</source>
        <translation>%1 (endgültig gelöscht)</translation>
    </message>
    <message>
        <source>%1 (in the bin)</source>
        <translation>%1 (im Papierkorb)</translation>
    </message>
    <message>
        <source>Nothing was open lately</source>
        <translation>Zuletzt war nichts geöffnet</translation>
    </message>
    <message>
        <source>&amp;Clear this list</source>
        <translation>Diese Liste &amp;leeren</translation>
    </message>
    <message>
        <source>The list is empty now; the documents and files themselves are where they were.</source>
        <translation>Die Liste ist jetzt leer; die Dokumente und Dateien selbst sind, wo sie waren.</translation>
    </message>
    <message>
        <source>%1 (is no longer in %2)</source>
        <translation>%1 (nicht mehr in %2)</translation>
    </message>
    <message>
        <source>Go to a document; # goes to a heading of this one</source>
        <translation>Zu einem Dokument gehen; # geht zu einer Überschrift des jetzigen</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>heading</source>
        <translation>Überschrift</translation>
    </message>
    <message>
        <source>No other document was open lately: Ctrl+Shift+O goes to any of them.</source>
        <translation>Zuletzt war kein anderes Dokument geöffnet: Strg+Umschalt+O geht zu jedem.</translation>
    </message>
    <message>
        <source>This is the newest place that you went to.</source>
        <translation>Das ist die neueste Stelle, zu der Sie gegangen sind.</translation>
    </message>
    <message>
        <source>There is no place before this one to go back to.</source>
        <translation>Davor gibt es keine Stelle, zu der Sie zurückgehen könnten.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::ReplaceDialog</name>
    <message>
        <source>Replace in documents</source>
        <translation>In Dokumenten ersetzen</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>Ersetzen durch</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>Match case</source>
        <translation>Groß-/Kleinschreibung beachten</translation>
    </message>
    <message>
        <source>Whole words</source>
        <translation>Ganze Wörter</translation>
    </message>
    <message>
        <source>Regular expression</source>
        <translation>Regulärer Ausdruck</translation>
    </message>
    <message>
        <source>&amp;Replace with</source>
        <translation>&amp;Ersetzen durch</translation>
    </message>
    <message>
        <source>Keep capitals</source>
        <translation>Großschreibung übernehmen</translation>
    </message>
    <message>
        <source>Where to replace</source>
        <translation>Wo ersetzt wird</translation>
    </message>
    <message>
        <source>This document</source>
        <translation>Dieses Dokument</translation>
    </message>
    <message>
        <source>This project</source>
        <translation>Dieses Projekt</translation>
    </message>
    <message>
        <source>All documents</source>
        <translation>Alle Dokumente</translation>
    </message>
    <message>
        <source>&amp;In</source>
        <translation>&amp;In</translation>
    </message>
    <message>
        <source>Places that would be replaced</source>
        <translation>Stellen, die ersetzt würden</translation>
    </message>
    <message>
        <source>What would be replaced</source>
        <translation>Was ersetzt würde</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Alle ankreuzen</translation>
    </message>
    <message>
        <source>Tick none</source>
        <translation>Keine ankreuzen</translation>
    </message>
    <message>
        <source>Re&amp;place</source>
        <translation>E&amp;rsetzen</translation>
    </message>
    <message>
        <source>Replace what is ticked (Ctrl+Enter)</source>
        <translation>Das Angekreuzte ersetzen (Strg+Enter)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Type what is to be found; each place is shown before anything changes.</source>
        <translation>Tippen Sie, was gesucht werden soll; jede Stelle wird gezeigt, bevor sich etwas ändert.</translation>
    </message>
    <message>
        <source>%1 of %2 places, in 1 document.</source>
        <translation>%1 von %2 Stellen, in 1 Dokument.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %2 places, in %Ln documents.</source>
        <translation>
            <numerusform>%1 von %2 Stellen, in %Ln Dokument.</numerusform>
            <numerusform>%1 von %2 Stellen, in %Ln Dokumenten.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to replace.</source>
        <translation>Es gibt nichts zu ersetzen.</translation>
    </message>
    <message>
        <source>Looking: %1 of %2 documents…</source>
        <translation>Sucht: %1 von %2 Dokumenten…</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::ReplaceModel</name>
    <message>
        <source>%1  (%2)</source>
        <translation>%1  (%2)</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>the first %1</source>
        <translation>die ersten %1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::RunListModel</name>
    <message>
        <source>(no words)</source>
        <translation>(keine Wörter)</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::RunPanel</name>
    <message>
        <source>Run panel</source>
        <translation>Bereich der Läufe</translation>
    </message>
    <message>
        <source>Denoising</source>
        <translation>Entrauschen</translation>
    </message>
    <message>
        <source>Lenses</source>
        <translation>Linsen</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Tab %1</source>
        <translation>Reiter %1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::RunsOnPage</name>
    <message>
        <source>The run that made these words is not among the runs of this draft: it was deleted, or the words were pasted from another draft.</source>
        <translation>Der Lauf, aus dem diese Wörter stammen, ist nicht unter den Läufen dieses Entwurfs: Er wurde gelöscht, oder die Wörter wurden aus einem anderen Entwurf eingefügt.</translation>
    </message>
    <message>
        <source>Candidate %1 is on the clipboard.</source>
        <translation>Vorschlag %1 ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>The place of this run is not in the text any more. The words are on the clipboard: stand where they belong and press Ctrl+V.</source>
        <translation>Die Stelle dieses Laufs ist nicht mehr im Text. Die Wörter sind in der Zwischenablage: Gehen Sie dorthin, wo sie hingehören, und drücken Sie Strg+V.</translation>
    </message>
    <message>
        <source>Another gap is open at the place of this run: take or leave it first.</source>
        <translation>An der Stelle dieses Laufs ist eine andere Lücke offen: Übernehmen oder verwerfen Sie sie zuerst.</translation>
    </message>
    <message>
        <source>Candidate %1 of the run is in the text; Ctrl+Z takes it out again.</source>
        <translation>Vorschlag %1 des Laufs ist im Text; Strg+Z nimmt ihn wieder heraus.</translation>
    </message>
    <message>
        <source>The branch begins when this run has ended.</source>
        <translation>Der Zweig beginnt, sobald dieser Lauf zu Ende ist.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::RunsPanel</name>
    <message>
        <source>Runs of this draft</source>
        <translation>Läufe dieses Entwurfs</translation>
    </message>
    <message>
        <source>No run yet. Each gap that you fill is kept here with all its steps.</source>
        <translation>Noch kein Lauf. Jede Lücke, die Sie füllen, wird hier mit allen Schritten aufbewahrt.</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Show its steps (Enter)</source>
        <translation>Die Schritte zeigen (Enter)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the run and its steps (Delete); the words in the draft stay</source>
        <translation>Den Lauf und seine Schritte löschen (Entf); die Wörter im Entwurf bleiben</translation>
    </message>
    <message>
        <source>Deleted.</source>
        <translation>Gelöscht.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Have the deleted run back</source>
        <translation>Den gelöschten Lauf zurückholen</translation>
    </message>
    <message>
        <source>How much is kept</source>
        <translation>Wie viel aufbewahrt wird</translation>
    </message>
    <message>
        <source> MB</source>
        <translation> MB</translation>
    </message>
    <message>
        <source>Keep at most so many megabytes of runs</source>
        <translation>Höchstens so viele Megabyte an Läufen aufbewahren</translation>
    </message>
    <message>
        <source>Keep at most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>The steps of all drafts&apos; runs take %1. When they would take more than this, the oldest steps go; the list stays.</source>
        <translation>Die Schritte aller Läufe aller Entwürfe belegen %1. Würden sie mehr als dies belegen, gehen die ältesten Schritte; die Liste bleibt.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::SampleStrip</name>
    <message>
        <source>Gaps in the words that were held out are filled when it begins, and again as it learns.</source>
        <translation>Lücken in zurückgehaltenen Wörtern werden gefüllt, wenn es beginnt, und wieder, während gelernt wird.</translation>
    </message>
    <message>
        <source>Step at which the samples were filled</source>
        <translation>Schritt, bei dem die Proben gefüllt wurden</translation>
    </message>
    <message>
        <source>Without the voice</source>
        <translation>Ohne die Stimme</translation>
    </message>
    <message>
        <source>With the voice</source>
        <translation>Mit der Stimme</translation>
    </message>
    <message>
        <source>You wrote</source>
        <translation>Sie schrieben</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>Schritt %1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::SearchDesk</name>
    <message>
        <source>Search</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>“%1” no longer stands there.</source>
        <translation>„%1“ steht dort nicht mehr.</translation>
    </message>
    <message>
        <source>This page is in no library yet, so there are no other documents to replace in.</source>
        <translation>Diese Seite ist noch in keiner Bibliothek, deshalb gibt es keine anderen Dokumente, in denen sich ersetzen ließe.</translation>
    </message>
    <message>
        <source>Nothing was replaced in documents since the program was started.</source>
        <translation>Seit dem Start des Programms wurde in Dokumenten nichts ersetzt.</translation>
    </message>
    <message>
        <source>1 place was replaced; Ctrl+Z in its document brings it back.</source>
        <translation>1 Stelle wurde ersetzt; Strg+Z in ihrem Dokument holt sie zurück.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln places in 1 document were replaced; Ctrl+Z there brings them back.</source>
        <translation>
            <numerusform>%Ln Stelle in 1 Dokument wurde ersetzt; Strg+Z dort holt sie zurück.</numerusform>
            <numerusform>%Ln Stellen in 1 Dokument wurden ersetzt; Strg+Z dort holt sie zurück.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 places in %Ln documents were replaced. Ctrl+Z takes it back in one of them, the Edit menu in all.</source>
        <translation>
            <numerusform>%1 Stellen in %Ln Dokument wurden ersetzt. Strg+Z nimmt es in einem zurück, das Menü „Bearbeiten“ in allen.</numerusform>
            <numerusform>%1 Stellen in %Ln Dokumenten wurden ersetzt. Strg+Z nimmt es in einem zurück, das Menü „Bearbeiten“ in allen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was replaced in %1, whose text is another by now.</source>
        <translation>In %1 wurde nichts ersetzt, weil der Text inzwischen ein anderer ist.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::SearchModel</name>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>1 paragraph</source>
        <translation>1 Absatz</translation>
    </message>
    <message numerus="yes">
        <source>%Ln paragraphs</source>
        <translation>
            <numerusform>%Ln Absatz</numerusform>
            <numerusform>%Ln Absätze</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lacuna::ui::SearchPanel</name>
    <message>
        <source>Search all documents</source>
        <translation>Alle Dokumente durchsuchen</translation>
    </message>
    <message>
        <source>Words of one paragraph, in any order. “In quotation marks”: as written; low*: a beginning; -low: not this word.</source>
        <translation>Wörter eines Absatzes, in beliebiger Reihenfolge. „In Anführungszeichen“: wie geschrieben; ab*: ein Wortanfang; -ab: ohne dieses Wort.</translation>
    </message>
    <message>
        <source>Where to search</source>
        <translation>Wo gesucht wird</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>In this project</source>
        <translation>In diesem Projekt</translation>
    </message>
    <message>
        <source>In the bin</source>
        <translation>Im Papierkorb</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Places that were found</source>
        <translation>Gefundene Stellen</translation>
    </message>
    <message>
        <source>Words of one paragraph, in any order. “In quotation marks”: as written; -word: without it.</source>
        <translation>Wörter eines Absatzes, in beliebiger Reihenfolge. „In Anführungszeichen“: wie geschrieben; -Wort: ohne dieses.</translation>
    </message>
    <message>
        <source>Nothing found.</source>
        <translation>Nichts gefunden.</translation>
    </message>
    <message>
        <source>1 paragraph</source>
        <translation>1 Absatz</translation>
    </message>
    <message numerus="yes">
        <source>%Ln paragraphs</source>
        <translation>
            <numerusform>%Ln Absatz</numerusform>
            <numerusform>%Ln Absätze</numerusform>
        </translation>
    </message>
    <message>
        <source>More than %1; add a word to see fewer.</source>
        <translation>Mehr als %1; ein weiteres Wort grenzt es ein.</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>1 document</source>
        <comment>in it</comment>
        <translation>1 Dokument</translation>
    </message>
    <message numerus="yes">
        <source>%Ln documents</source>
        <comment>in them</comment>
        <translation>
            <numerusform>%Ln Dokument</numerusform>
            <numerusform>%Ln Dokumenten</numerusform>
        </translation>
    </message>
    <message>
        <source>1 document is not searched yet.</source>
        <translation>1 Dokument ist noch nicht durchsucht.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln documents are not searched yet.</source>
        <translation>
            <numerusform>%Ln Dokument ist noch nicht durchsucht.</numerusform>
            <numerusform>%Ln Dokumente sind noch nicht durchsucht.</numerusform>
        </translation>
    </message>
    <message>
        <source>&amp;Go to this place</source>
        <translation>Zu dieser Stelle &amp;gehen</translation>
    </message>
    <message>
        <source>&amp;Open this document</source>
        <translation>Dieses Dokument &amp;öffnen</translation>
    </message>
    <message>
        <source>&amp;Copy this passage</source>
        <translation>Diese Stelle &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Fold all documents</source>
        <translation>Alle Dokumente &amp;einklappen</translation>
    </message>
    <message>
        <source>&amp;Unfold all documents</source>
        <translation>Alle Dokumente &amp;ausklappen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::SessionsPage</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>Sitzungen</translation>
    </message>
    <message>
        <source>Begun</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Typed</source>
        <translation>Getippt</translation>
    </message>
    <message>
        <source>An hour</source>
        <translation>je Std.</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>Eingefügt</translation>
    </message>
    <message>
        <source>Generated</source>
        <translation>Generiert</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>Without pauses of more than a minute</source>
        <translation>Ohne Pausen von mehr als einer Minute</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>Letzte Änderung</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>Minuten</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::SourceChoice</name>
    <message>
        <source>Documents to learn from</source>
        <translation>Dokumente zum Lernen</translation>
    </message>
    <message>
        <source>What lies under a document comes with it, also what is written there later.</source>
        <translation>Was unter einem Dokument liegt, kommt mit, auch was dort später geschrieben wird.</translation>
    </message>
    <message>
        <source>Documents of the library</source>
        <translation>Dokumente der Bibliothek</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::SpellingLens</name>
    <message>
        <source>The dictionary “%1” is written in an encoding that is not known here, so it is left out. Install another one for this language.</source>
        <translation>Das Wörterbuch „%1“ hat eine hier unbekannte Kodierung und wird deshalb ausgelassen. Installieren Sie ein anderes für diese Sprache.</translation>
    </message>
    <message>
        <source>The dictionaries know every word of this document.</source>
        <translation>Die Wörterbücher kennen jedes Wort dieses Dokuments.</translation>
    </message>
    <message>
        <source>Looking for suggestions…</source>
        <translation>Vorschläge werden gesucht…</translation>
    </message>
    <message>
        <source>&amp;Add “%1” to my words</source>
        <translation>„%1“ in meine Wörter &amp;aufnehmen</translation>
    </message>
    <message>
        <source>&amp;Ignore in this document</source>
        <translation>In diesem Dokument &amp;ignorieren</translation>
    </message>
    <message>
        <source>No suggestions</source>
        <translation>Keine Vorschläge</translation>
    </message>
    <message>
        <source>No dictionary of your language is installed, so no word can be marked. Install one, for English the package hunspell-en-us, and press “Look again” in the preferences.</source>
        <translation>Für Ihre Sprache ist kein Wörterbuch installiert, deshalb lässt sich kein Wort markieren. Installieren Sie eines, für Deutsch das Paket hunspell-de-de, und drücken Sie in den Einstellungen „Neu suchen“.</translation>
    </message>
    <message>
        <source>No dictionary is installed for %1, in which this document is written, so no word can be marked. Install one, and press “Look again” in the preferences.</source>
        <translation>Für %1, die Sprache dieses Dokuments, ist kein Wörterbuch installiert, deshalb lässt sich kein Wort markieren. Installieren Sie eines, und drücken Sie in den Einstellungen „Neu suchen“.</translation>
    </message>
    <message>
        <source>Add to this &amp;project’s words</source>
        <translation>Zu den Wörtern dieses &amp;Projekts hinzufügen</translation>
    </message>
    <message>
        <source>Add to this &amp;document’s words</source>
        <translation>Zu den Wörtern dieses &amp;Dokuments hinzufügen</translation>
    </message>
    <message>
        <source>Add to the &amp;words of “%1”</source>
        <translation>Zu den &amp;Wörtern von „%1“ hinzufügen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::StateList</name>
    <message>
        <source>Kept by you</source>
        <translation>Von Ihnen behalten</translation>
    </message>
    <message>
        <source>The beginning</source>
        <translation>Der Anfang</translation>
    </message>
    <message>
        <source>Before a fill</source>
        <translation>Vor dem Füllen</translation>
    </message>
    <message>
        <source>Before replacing everywhere</source>
        <translation>Vor dem Ersetzen überall</translation>
    </message>
    <message>
        <source>An hour of writing</source>
        <translation>Eine Stunde Schreiben</translation>
    </message>
    <message>
        <source>Before going back</source>
        <translation>Vor der Rückkehr</translation>
    </message>
    <message>
        <source>Before a split</source>
        <translation>Vor dem Teilen</translation>
    </message>
    <message>
        <source>Before a merge</source>
        <translation>Vor dem Zusammenführen</translation>
    </message>
    <message>
        <source>Kept while writing</source>
        <translation>Beim Schreiben aufbewahrt</translation>
    </message>
    <message>
        <source>one word</source>
        <translation>ein Wort</translation>
    </message>
    <message numerus="yes">
        <source>%Ln words</source>
        <translation>
            <numerusform>%Ln Wort</numerusform>
            <numerusform>%Ln Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>Kept states</source>
        <translation>Aufbewahrte Stände</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The text as it stands</source>
        <translation>Der Text, wie er jetzt ist</translation>
    </message>
    <message>
        <source>Before the file’s text</source>
        <translation>Vor dem Text der Datei</translation>
    </message>
    <message>
        <source>The file’s text</source>
        <translation>Der Text der Datei</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::StatusLine</name>
    <message>
        <source>saved at %1</source>
        <translation>gespeichert um %1</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Words today</source>
        <translation>Wörter heute</translation>
    </message>
    <message>
        <source>Generated text</source>
        <translation>Generierter Text</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>1 word</source>
        <translation>1 Wort</translation>
    </message>
    <message numerus="yes">
        <source>%Ln words</source>
        <translation>
            <numerusform>%Ln Wort</numerusform>
            <numerusform>%Ln Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>%1% generated, %2 unconfirmed</source>
        <translation>%1 % generiert, %2 unbestätigt</translation>
    </message>
    <message>
        <source>Text that came out of a gap and that you have neither edited nor confirmed (Ctrl+Shift+G); click for a list</source>
        <translation>Text, der aus einer Lücke kam und den Sie weder bearbeitet noch bestätigt haben (Strg+Umschalt+G); klicken für eine Liste</translation>
    </message>
    <message>
        <source>NOT SAVED: the library cannot be written</source>
        <translation>NICHT GESPEICHERT: Die Bibliothek kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>CANNOT SAVE: the library cannot be written</source>
        <translation>SPEICHERN UNMÖGLICH: Die Bibliothek kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>saving…</source>
        <translation>speichert…</translation>
    </message>
    <message>
        <source>saved</source>
        <translation>gespeichert</translation>
    </message>
    <message>
        <source>saved %1 s ago</source>
        <translation>gespeichert vor %1 s</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>loading the model…</source>
        <translation>Modell wird geladen…</translation>
    </message>
    <message>
        <source>no model: choose one</source>
        <translation>kein Modell: eines wählen</translation>
    </message>
    <message>
        <source>%1 fills the gaps; click for the Model menu</source>
        <translation>%1 füllt die Lücken; klicken für das Menü „Modell“</translation>
    </message>
    <message>
        <source>%1 ms/step</source>
        <translation>%1 ms/Schritt</translation>
    </message>
    <message>
        <source>context %1 tokens read</source>
        <translation>Kontext: %1 Token gelesen</translation>
    </message>
    <message>
        <source>%1 of %2 words, %3 characters</source>
        <translation>%1 von %2 Wörtern, %3 Zeichen</translation>
    </message>
    <message>
        <source>Selected: %1 words, %2 characters, %3 without spaces, %4 sentences, %5 paragraphs</source>
        <translation>Ausgewählt: %1 Wörter, %2 Zeichen, %3 ohne Leerzeichen, %4 Sätze, %5 Absätze</translation>
    </message>
    <message>
        <source>; %1 of the words are generated</source>
        <translation>; %1 der Wörter sind generiert</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::StepCard</name>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Left and right go through the steps, Space plays, B branches from here</source>
        <translation>Links und Rechts gehen durch die Schritte, Leertaste spielt ab, B zweigt hier ab</translation>
    </message>
    <message>
        <source>The step before (Left)</source>
        <translation>Der Schritt davor (Links)</translation>
    </message>
    <message>
        <source>The next step (Right)</source>
        <translation>Der nächste Schritt (Rechts)</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Steps a second</source>
        <translation>Schritte je Sekunde</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>⎇ Branch</source>
        <translation>⎇ Abzweigen</translation>
    </message>
    <message>
        <source>Go on from this step with another seed (B)</source>
        <translation>Von diesem Schritt mit anderem Startwert weitermachen (B)</translation>
    </message>
    <message>
        <source>With &amp;another seed</source>
        <translation>Mit &amp;anderem Startwert</translation>
    </message>
    <message>
        <source>With the &amp;same seed</source>
        <translation>Mit dem&amp;selben Startwert</translation>
    </message>
    <message>
        <source>⇄ Compare</source>
        <translation>⇄ Vergleichen</translation>
    </message>
    <message>
        <source>Keep this step beside the one that you go to</source>
        <translation>Diesen Schritt neben dem behalten, zu dem Sie gehen</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>Anhalten (Leertaste)</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>Abspielen (Leertaste)</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>of %1 · %2 ms each</source>
        <translation>von %1 · je %2 ms</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
    <message>
        <source>The text that this run read is not kept, so nothing can branch from it</source>
        <translation>Der Text, den dieser Lauf gelesen hat, ist nicht aufbewahrt, deshalb kann nichts davon abzweigen</translation>
    </message>
    <message>
        <source>Go back to a step before the last one to branch from it</source>
        <translation>Gehen Sie zu einem Schritt vor dem letzten, um davon abzuzweigen</translation>
    </message>
    <message>
        <source>Go on from this step with another seed (B), or with the same (Shift+B)</source>
        <translation>Von diesem Schritt mit anderem Startwert weitermachen (B) oder mit demselben (Umschalt+B)</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::StepChart</name>
    <message>
        <source>Settled tokens and entropy over the steps</source>
        <translation>Feste Token und Entropie über die Schritte</translation>
    </message>
    <message>
        <source>settled %1/%2</source>
        <translation>fest %1/%2</translation>
    </message>
    <message>
        <source>entropy %L1</source>
        <translation>Entropie %L1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::StepText</name>
    <message>
        <source>Words of the step</source>
        <translation>Wörter des Schritts</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>fest</translation>
    </message>
    <message>
        <source>a guess</source>
        <translation>eine Vermutung</translation>
    </message>
    <message>
        <source>confidence %L1</source>
        <translation>Sicherheit %L1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::SurpriseLens</name>
    <message>
        <source>The loaded model is over no pretrained base, and only a base can be surprised: choose one that is, such as Estuary 135M, in the Model menu.</source>
        <translation>Das geladene Modell steht auf keiner vortrainierten Basis, und nur eine Basis lässt sich überraschen: Wählen Sie im Menü „Modell“ eines mit Basis, etwa Estuary 135M.</translation>
    </message>
    <message>
        <source>No model is loaded that could be surprised: choose one in the Model menu.</source>
        <translation>Kein Modell ist geladen, das sich überraschen ließe: Wählen Sie eines im Menü „Modell“.</translation>
    </message>
    <message>
        <source>Surprise: reading…</source>
        <translation>Überraschung: liest…</translation>
    </message>
    <message>
        <source>Surprise: waiting for the model</source>
        <translation>Überraschung: wartet auf das Modell</translation>
    </message>
    <message>
        <source>Surprise: needs a model over a base</source>
        <translation>Überraschung: braucht ein Modell mit Basis</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::SurpriseLine</name>
    <message>
        <source>Surprise</source>
        <translation>Überraschung</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::TextsPage</name>
    <message>
        <source>Texts of the project</source>
        <translation>Texte des Projekts</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Generated</source>
        <translation>Generiert</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>Zeichen</translation>
    </message>
    <message>
        <source>Sentences</source>
        <translation>Sätze</translation>
    </message>
    <message>
        <source>Words each</source>
        <translation>Wörter/Satz</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesezeit</translation>
    </message>
    <message>
        <source>Share of the words that came out of a gap and are neither edited nor confirmed</source>
        <translation>Anteil der Wörter, die aus einer Lücke kamen und weder bearbeitet noch bestätigt sind</translation>
    </message>
    <message>
        <source>With spaces</source>
        <translation>Mit Leerzeichen</translation>
    </message>
    <message>
        <source>Words of a sentence, on average</source>
        <translation>Wörter eines Satzes, im Mittel</translation>
    </message>
    <message>
        <source>At 240 words a minute</source>
        <translation>Bei 240 Wörtern in der Minute</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Generated words</source>
        <translation>Generierte Wörter</translation>
    </message>
    <message>
        <source>Characters without spaces</source>
        <translation>Zeichen ohne Leerzeichen</translation>
    </message>
    <message>
        <source>Paragraphs</source>
        <translation>Absätze</translation>
    </message>
    <message>
        <source>With all that lies under it, but for notes and what is archived</source>
        <translation>Mit allem, was darunter liegt, ohne Notizen und Archiviertes</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::TodayLabel</name>
    <message>
        <source>Words that you typed today; click for what was written and for goals</source>
        <translation>Wörter, die Sie heute getippt haben; klicken für Geschriebenes und Ziele</translation>
    </message>
    <message>
        <source>today %1</source>
        <translation>heute %1</translation>
    </message>
    <message>
        <source>today %1 / %2 ✓</source>
        <translation>heute %1 / %2 ✓</translation>
    </message>
    <message>
        <source>today %1 / %2</source>
        <translation>heute %1 / %2</translation>
    </message>
    <message>
        <source>%1 words</source>
        <translation>%1 Wörter</translation>
    </message>
    <message>
        <source>%1 of %2 words, the goal is reached</source>
        <translation>%1 von %2 Wörtern, das Ziel ist erreicht</translation>
    </message>
    <message>
        <source>%1 of %2 words</source>
        <translation>%1 von %2 Wörtern</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::TokenCard</name>
    <message>
        <source>another word</source>
        <translation>anderes Wort</translation>
    </message>
    <message>
        <source>Another word for this place</source>
        <translation>Ein anderes Wort für diese Stelle</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>Send this word back to noise</source>
        <translation>Dieses Wort wieder zu Rauschen machen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Take back what was changed in this step</source>
        <translation>Zurücknehmen, was in diesem Schritt geändert wurde</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on from this step with what you changed, as a branch</source>
        <translation>Von diesem Schritt mit Ihren Änderungen weitermachen, als Zweig</translation>
    </message>
    <message>
        <source>noise</source>
        <translation>Rauschen</translation>
    </message>
    <message>
        <source>not settled</source>
        <translation>nicht fest</translation>
    </message>
    <message>
        <source>settled at %1</source>
        <translation>fest seit %1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::TokenMenu</name>
    <message>
        <source>swap</source>
        <translation>tauschen</translation>
    </message>
    <message>
        <source>%1, %2 percent</source>
        <translation>%1, %2 Prozent</translation>
    </message>
    <message>
        <source>Let this word go</source>
        <translation>Dieses Wort loslassen</translation>
    </message>
    <message>
        <source>Keep this word here</source>
        <translation>Dieses Wort hier festhalten</translation>
    </message>
    <message>
        <source>Never this word</source>
        <translation>Dieses Wort nie</translation>
    </message>
    <message>
        <source>In place of noise</source>
        <translation>Anstelle von Rauschen</translation>
    </message>
    <message>
        <source>In place of %1</source>
        <translation>Anstelle von %1</translation>
    </message>
    <message>
        <source>↵ and go on from here</source>
        <translation>↵ und von hier weiter</translation>
    </message>
    <message>
        <source>↵ and the rest again · ⇧↵ only this word</source>
        <translation>↵ und den Rest neu · ⇧↵ nur dieses Wort</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::TreeActs</name>
    <message numerus="yes">
        <source>%n documents were deleted for good.</source>
        <translation>
            <numerusform>%n Dokument wurde endgültig gelöscht.</numerusform>
            <numerusform>%n Dokumente wurden endgültig gelöscht.</numerusform>
        </translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>New folder</source>
        <translation>Neuer Ordner</translation>
    </message>
    <message>
        <source>New chapter</source>
        <translation>Neues Kapitel</translation>
    </message>
    <message>
        <source>New scene</source>
        <translation>Neue Szene</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>Neue Notiz</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>„%1“</translation>
    </message>
    <message numerus="yes">
        <source>%n documents</source>
        <translation>
            <numerusform>%n Dokument</numerusform>
            <numerusform>%n Dokumente</numerusform>
        </translation>
    </message>
    <message>
        <source>Renamed %1.</source>
        <translation>Umbenannt: %1.</translation>
    </message>
    <message>
        <source>A project lies at the top of the library; move %1 there first.</source>
        <translation>Ein Projekt liegt ganz oben in der Bibliothek; verschieben Sie %1 zuerst dorthin.</translation>
    </message>
    <message>
        <source>Changed the kind of %1.</source>
        <translation>Art geändert: %1.</translation>
    </message>
    <message>
        <source>A project lies at the top, and nothing lies in itself: %1 stays.</source>
        <translation>Ein Projekt liegt ganz oben, und nichts liegt in sich selbst: %1 bleibt.</translation>
    </message>
    <message>
        <source>Moved %1.</source>
        <translation>Verschoben: %1.</translation>
    </message>
    <message>
        <source>Archived %1.</source>
        <translation>Archiviert: %1.</translation>
    </message>
    <message>
        <source>Out of the archive: %1.</source>
        <translation>Aus dem Archiv geholt: %1.</translation>
    </message>
    <message numerus="yes">
        <source>In the bin, with what lies in it: %1.</source>
        <translation>
            <numerusform>Im Papierkorb, mit allem, was darin liegt: %1.</numerusform>
            <numerusform>Im Papierkorb, mit allem, was darin liegt: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In the bin: %1.</source>
        <translation>
            <numerusform>Im Papierkorb: %1.</numerusform>
            <numerusform>Im Papierkorb: %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Back from the bin: %1.</source>
        <translation>Aus dem Papierkorb geholt: %1.</translation>
    </message>
    <message>
        <source>Merging takes two documents: choose another one as well, with Ctrl and a click.</source>
        <translation>Zum Zusammenführen braucht es zwei Dokumente: Wählen Sie mit Strg und einem Klick noch eines dazu.</translation>
    </message>
    <message>
        <source>%1 is in the bin; restore it before you merge it.</source>
        <translation>%1 ist im Papierkorb; holen Sie es vor dem Zusammenführen heraus.</translation>
    </message>
    <message>
        <source>%1 lies in %2; move it out before you merge the two.</source>
        <translation>%1 liegt in %2; nehmen Sie es heraus, bevor Sie die beiden zusammenführen.</translation>
    </message>
    <message>
        <source>Merged %1 into %2.</source>
        <translation>%1 wurde in %2 übernommen.</translation>
    </message>
    <message>
        <source>What stood behind the cursor is a document of its own now: %1.</source>
        <translation>Was hinter dem Cursor stand, ist jetzt ein eigenes Dokument: %1.</translation>
    </message>
    <message>
        <source>Made %1.</source>
        <translation>Angelegt: %1.</translation>
    </message>
    <message>
        <source>Made a copy: %1.</source>
        <translation>Kopie angelegt: %1.</translation>
    </message>
    <message>
        <source>Nothing was done to the library that can be taken back.</source>
        <translation>An der Bibliothek wurde nichts geändert, was sich zurücknehmen ließe.</translation>
    </message>
    <message>
        <source>The text was written in since. Ctrl+Z on the page goes back step by step; the other part is in the library, or in its bin.</source>
        <translation>In den Text wurde seither geschrieben. Strg+Z auf der Seite geht Schritt für Schritt zurück; der andere Teil ist in der Bibliothek oder in ihrem Papierkorb.</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>Zurückgenommen: %1</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::TreeModel</name>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Chapter</source>
        <translation>Kapitel</translation>
    </message>
    <message>
        <source>Scene</source>
        <translation>Szene</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message numerus="yes">
        <source>%n documents that were thrown away</source>
        <translation>
            <numerusform>%n weggeworfenes Dokument</numerusform>
            <numerusform>%n weggeworfene Dokumente</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, archived</source>
        <translation>%1, archiviert</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>%n Wort</numerusform>
            <numerusform>%n Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; %2 with what lies in it</source>
        <translation>%1; %2 mit allem, was darin liegt</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>%1
Linked to %2</source>
        <translation>%1
Verknüpft mit %2</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::TreeView</name>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::VoiceComparison</name>
    <message>
        <source>C&amp;ompare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>Where it is compared</source>
        <translation>Wo verglichen wird</translation>
    </message>
    <message>
        <source>The gap is filled without and with the voice, from the same seed; each time another one</source>
        <translation>Die Lücke wird ohne und mit der Stimme gefüllt, vom selben Startwert aus; jedes Mal von einem anderen</translation>
    </message>
    <message>
        <source>Without the voice</source>
        <translation>Ohne die Stimme</translation>
    </message>
    <message>
        <source>With the voice</source>
        <translation>Mit der Stimme</translation>
    </message>
    <message>
        <source>Where I am in my document</source>
        <translation>Wo ich in meinem Dokument bin</translation>
    </message>
    <message>
        <source>Held-out gap %1: %2</source>
        <translation>Zurückgehaltene Lücke %1: %2</translation>
    </message>
    <message>
        <source>Both are filled; this takes as long as two gaps.</source>
        <translation>Beide werden gefüllt; das dauert so lange wie zwei Lücken.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::VoiceList</name>
    <message>
        <source>Voices, jobs and corpora</source>
        <translation>Stimmen, Aufträge und Textsammlungen</translation>
    </message>
    <message>
        <source>Voices</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Corpora</source>
        <translation>Textsammlungen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::VoicePage</name>
    <message>
        <source>Name of the voice</source>
        <translation>Name der Stimme</translation>
    </message>
    <message>
        <source>What is known of it</source>
        <translation>Was man von ihr weiß</translation>
    </message>
    <message>
        <source>Without and with it</source>
        <translation>Ohne und mit ihr</translation>
    </message>
    <message>
        <source>What it repeated word for word</source>
        <translation>Was sie wörtlich wiederholt hat</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Passage</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>Stands in</source>
        <translation>Steht in</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>Into a file that can be imported on another computer</source>
        <translation>In eine Datei, die man auf einem anderen Rechner importieren kann</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>It can be taken back until the program is closed</source>
        <translation>Sie lässt sich zurückholen, bis das Programm geschlossen wird</translation>
    </message>
    <message>
        <source>Export the voice</source>
        <translation>Stimme exportieren</translation>
    </message>
    <message>
        <source>Voices (*.zip)</source>
        <translation>Stimmen (*.zip)</translation>
    </message>
    <message>
        <source>Where it speaks</source>
        <translation>Wo sie spricht</translation>
    </message>
    <message>
        <source>How loudly it speaks, in percent</source>
        <translation>Wie laut sie spricht, in Prozent</translation>
    </message>
    <message>
        <source>100% is as it was learnt; the next gap is filled with it</source>
        <translation>100&#xa0;% ist, wie sie gelernt wurde; die nächste Lücke wird damit gefüllt</translation>
    </message>
    <message>
        <source>S&amp;peaks</source>
        <translation>S&amp;pricht</translation>
    </message>
    <message>
        <source>&amp;How loudly</source>
        <translation>&amp;Wie laut</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>&amp;Take back</source>
        <translation>&amp;Zurückholen</translation>
    </message>
    <message>
        <source>Nothing was measured of it.</source>
        <translation>Nichts wurde von ihr gemessen.</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>über %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>aus %1</translation>
    </message>
    <message>
        <source>not</source>
        <translation>nicht</translation>
    </message>
    <message>
        <source>in “%1”</source>
        <translation>in „%1“</translation>
    </message>
    <message>
        <source>wherever nothing else is said</source>
        <translation>wo nichts anderes gesagt ist</translation>
    </message>
    <message>
        <source>“%1” is deleted; it can be taken back until the program is closed.</source>
        <translation>„%1“ ist gelöscht; sie lässt sich zurückholen, bis das Programm geschlossen wird.</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::VoicesDialog</name>
    <message>
        <source>Voices</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>&amp;New corpus</source>
        <translation>&amp;Neue Textsammlung</translation>
    </message>
    <message>
        <source>Texts of yours that a voice is to learn from</source>
        <translation>Texte von Ihnen, aus denen eine Stimme lernen soll</translation>
    </message>
    <message>
        <source>&amp;Import a voice…</source>
        <translation>Stimme &amp;importieren…</translation>
    </message>
    <message>
        <source>That was exported here or on another computer</source>
        <translation>Die hier oder auf einem anderen Rechner exportiert wurde</translation>
    </message>
    <message>
        <source>My texts</source>
        <translation>Meine Texte</translation>
    </message>
    <message>
        <source>A voice is what the model learns from your own writing: it fills gaps more as you would have filled them.

First comes a corpus: documents of the library, files or folders with words of yours, some 20,000 or more. A job learns from it in the background, for half an hour or as long as you say. What comes of it is a voice, which speaks where you want it to.

Nothing of all this leaves this computer.</source>
        <translation>Eine Stimme ist, was das Modell aus Ihren eigenen Texten lernt: Lücken werden mehr so gefüllt, wie Sie sie gefüllt hätten.

Zuerst kommt eine Textsammlung: Dokumente der Bibliothek, Dateien oder Ordner mit Ihren Wörtern, rund 20.000 oder mehr. Ein Auftrag lernt daraus im Hintergrund, eine halbe Stunde oder so lange Sie sagen. Was daraus wird, ist eine Stimme, die spricht, wo Sie es wollen.

Nichts von alldem verlässt diesen Rechner.</translation>
    </message>
    <message>
        <source>Import a voice</source>
        <translation>Stimme importieren</translation>
    </message>
    <message>
        <source>Voices (*.zip)</source>
        <translation>Stimmen (*.zip)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::WordList</name>
    <message>
        <source>&amp;Add</source>
        <translation>&amp;Hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>Another word</source>
        <translation>Ein weiteres Wort</translation>
    </message>
    <message>
        <source>%1: another word</source>
        <translation>%1: ein weiteres Wort</translation>
    </message>
    <message>
        <source>%1: add the word</source>
        <translation>%1: das Wort hinzufügen</translation>
    </message>
    <message>
        <source>%1: remove the chosen words</source>
        <translation>%1: die gewählten Wörter entfernen</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::WorkBar</name>
    <message>
        <source>What goes on</source>
        <translation>Was gerade läuft</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>S&amp;top what goes on</source>
        <translation>Das Laufende anhal&amp;ten</translation>
    </message>
</context>
<context>
    <name>lacuna::ui::WritingDialog</name>
    <message>
        <source>Writing</source>
        <translation>Geschriebenes und Ziele</translation>
    </message>
    <message>
        <source>&amp;Of</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>Of which texts</source>
        <translation>Von welchen Texten</translation>
    </message>
    <message>
        <source>&amp;Days</source>
        <translation>&amp;Tage</translation>
    </message>
    <message>
        <source>&amp;Texts</source>
        <translation>T&amp;exte</translation>
    </message>
    <message>
        <source>&amp;Sessions</source>
        <translation>&amp;Sitzungen</translation>
    </message>
    <message>
        <source>&amp;Goals</source>
        <translation>&amp;Ziele</translation>
    </message>
    <message>
        <source>&amp;Copy as CSV</source>
        <translation>Als &amp;CSV kopieren</translation>
    </message>
    <message>
        <source>What this tab shows, as a table for other programs</source>
        <translation>Was dieser Reiter zeigt, als Tabelle für andere Programme</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Copied: a head and one row.</source>
        <translation>Kopiert: ein Kopf und eine Zeile.</translation>
    </message>
    <message numerus="yes">
        <source>Copied: a head and %Ln rows.</source>
        <translation>
            <numerusform>Kopiert: ein Kopf und %Ln Zeile.</numerusform>
            <numerusform>Kopiert: ein Kopf und %Ln Zeilen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>lacuna::ui::WritingFigures</name>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 Min.</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 Std. %2 Min.</translation>
    </message>
    <message>
        <source>&lt; 1%</source>
        <translation>&lt; 1 %</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1 %</translation>
    </message>
</context>
</TS>
