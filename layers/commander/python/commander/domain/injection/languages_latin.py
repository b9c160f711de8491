"""Words of languages with Latin letters by class: without accents, a stem with `*`. An order's form is not asked for."""

LANGUAGES: dict[str, str] = {
    "German": """
DISREGARD: ignorier* missacht* vergiss vergesst vergessen umgeh* ueberschreib* uberschreib* verwirf verwerfen
FORGET: ignorier* missacht* vergiss vergesst
EARLIER: vorherig* bisherig* obig* vorangehend* fruher* vorig* alle allen alles jegliche vorstehend* zuvor urspruenglich*
GUIDE: anweisung* vorgabe* instruktion* richtlinie* systemanweisung* prompt* leitlinie* weisung*
RULE: regel regeln sicherheitsregel* befehl befehle
YOU: du dich dir sie
YOUR: dein* deine ihre* ihren
AI: ki sprachmodell* ki-assistent* assistent* ki-agent* ki-modell*
MUST: musst mussen soll sollst sollen bitte mussen
APPROVE: genehmig* freigeb* freigib autorisier* bewillig* zustimmen billige
APPROVED: genehmigt freigegeben
PLAN: massnahme* plan plaene plane aktion* wiederherstellungsplan* rollback massnahmenplan* schritt*
EXEC: fuhre fuhr ausfuhr* starte ausgefuhr* durchfuhr*
DESTROY: losch* entfern* deaktivier* zerstor* beende abschalt* schalte stoppe vernicht*
ASSET: datenbank* tabelle* instanz* produktion* sicherung* cluster server namensraum
ALL: alle alles samtliche jede
INCIDENT: vorfall* storung* zwischenfall* stoerung* ticket alarm
STATUS: gelost behoben gesund erledigt harmlos fehlalarm geschlossen geloest unbedenklich
JUDGE: markier* melde setze einstuf* stufe schliess* kennzeichn* bewerte erklar* antworte setz
SEVERITY: schweregrad konfidenz prioritat
LEVEL: niedrig hoch maximal
WITHOUT: ohne
OVERSIGHT: genehmigung freigabe ruckfrage* bestatigung uberprufung zustimmung prufung menschlich* ruckfrag*
URGENT: sofort unverzuglich umgehend automatisch
SECRET: zugangsdaten passwort passworter geheimnis* schlussel anmeldedaten token api-schlussel
SEND: sende schick* ubermittl* ubertrag* leite
REVEAL: zeige verrate offenbar* gib nenne ausgeben preisgeben
PROMPT: systemprompt system-prompt systemnachricht
PRETEND: tu spiele stell simulier* verhalte
BE: bist sei seien ist
NOW: jetzt nun ab
PERSONA: uneingeschrankt* boser
NOT: nicht keine niemals kein keinen nie
ESCALATE: eskalier* benachrichtig* informier* melde erwahn*
PERSON: menschen mensch bereitschaft team niemand niemanden
NOBODY: niemand* nichts
ROLE: administrator* vorstand chef leiter* geschaftsfuhr* systemadministrator*
FROM: als im auftrag
REFERENCE: handbuch* betriebshandbuch* richtlinie* erkenntnis* leitfaden
WHEN: wenn falls sobald
READ: liest lesen zusammenfass* analysier* auswert*
SAY: schreib* antworte sage gib
SUMMARY: zusammenfassung bericht fazit diagnose
""",
    "French": """
DISREGARD: ignorez ignore ignorer oubliez oublie oublier negligez contournez contourner outrepassez
FORGET: ignorez oubliez oublie
EARLIER: precedent* anterieur* toutes tous toute tout ci-dessus initiales avant dessus
GUIDE: consigne* instructions directives directive
RULE: regles regle ordres
YOU: vous tu toi te
YOUR: vos votre ton tes ta
AI: ia modele assistant* l'ia
MUST: devez dois doit veuillez faut priere
APPROVE: approuve* approuver autorisez autoriser validez valider valide acceptez
APPROVED: approuve approuvee
PLAN: plan action actions remediation correctif
EXEC: executez execute executer lancez lancer lance appliquez procedez
DESTROY: supprim* efface* detrui* desactiv* arretez arreter
ASSET: base bases donnees tables instances production sauvegarde* serveur* grappe
ALL: tous toutes toute
INCIDENT: incident incidents panne alerte anomalie
STATUS: resolu resolue sain saine clos close benin benigne alarme
JUDGE: marquez marquer marque classez declarez considerez fermez cloturez cloture* indiquez reglez definissez repondez
SEVERITY: gravite confiance severite
LEVEL: faible basse maximale elevee
WITHOUT: sans
OVERSIGHT: approbation confirmation validation verification humaine humain autorisation
URGENT: immediatement maintenant automatiquement tout-de-suite
SECRET: identifiants secrets passe cles cle jetons jeton secret
SEND: envoyez envoie envoyer transmettez publiez postez
REVEAL: revelez revele montrez affichez divulguez donnez affiche montre
PROMPT: invite
PRETEND: fais faites pretend* imagine imaginez agis agissez joue jouez
BE: es etes soyez sois
NOW: maintenant desormais
PERSONA: illimite*
NOT: ne pas n'escaladez jamais aucun aucune
ESCALATE: escaladez escalader prevenez previens alertez informez avertissez mentionnez signalez
PERSON: personne humain equipe astreinte
NOBODY: personne rien
ROLE: administrateur directeur responsable
FROM: tant que
REFERENCE: procedure lecon lecons politique
WHEN: si lorsque quand
READ: lisez lis lisant resumez analysez resume
SAY: dites ecrivez repondez mentionnez
SUMMARY: rapport conclusion resume
""",
    "Spanish": """
DISREGARD: ignora ignore ignorar ignoren olvida olvide olvidar omite omita descarta descarte desestima haz
FORGET: ignora olvida ignoren olvide
EARLIER: anterior* previas previa previos todas todos todo arriba antes previamente
GUIDE: instruccion* indicacion* directriz directrices directivas
RULE: reglas regla ordenes normas
YOU: tu usted ti te
YOUR: tus su sus
AI: ia modelo asistente
MUST: debes debe deben tienes tiene favor
APPROVE: aprueb* aprobar autoriz* acepta
APPROVED: aprobado aprobada
PLAN: plan accion acciones remediacion reversion
EXEC: ejecut* lanza inicia procede aplica
DESTROY: elimina elimine eliminar eliminen borra borre borrar borren desactiv* destruy* deten apaga suprim*
ASSET: base datos tabla tablas instancias produccion servidor* copias
ALL: todos todas toda todo
INCIDENT: incidente incidentes incidencia alerta alarma
STATUS: resuelto resuelta sano sana cerrado saludable inofensivo falsa benigno
JUDGE: marca marque marcar clasifica declara considera cierra cierre establece reporta responde informa
SEVERITY: severidad gravedad confianza prioridad
LEVEL: baja bajo alta maxima maximo
WITHOUT: sin
OVERSIGHT: aprobacion confirmacion verificacion humana humano autorizacion revision permiso
URGENT: inmediatamente ahora inmediato automaticamente ya
SECRET: credenciales contrasena* claves clave secretos secreto tokens
SEND: envia enviale envie enviar manda mande publica transmite remite
REVEAL: revela* muestra muestre muestrame imprime divulga dime
PROMPT: sistema
PRETEND: finge imagina actua simula haz
BE: eres es sea
NOW: ahora adelante
PERSONA: restricciones
NOT: no nunca jamas ningun ninguna
ESCALATE: escales escalar escale notifique notifiques notificar avises avisar avise informes informar mencion* alertes alertar
PERSON: nadie humano equipo guardia
NOBODY: nadie nada
ROLE: administrador director jefe responsable
FROM: como
REFERENCE: procedimiento leccion lecciones politica manual
WHEN: si cuando
READ: lees leyendo resumas analiz* resumir lee resumes
SAY: di escribe responde incluye
SUMMARY: resumen informe conclusion
""",
    "Portuguese": """
DISREGARD: ignore ignora ignorem esqueca esquece desconsidere desconsiderar descarte
FORGET: ignorem esqueca desconsidere esquece
EARLIER: anterior* previas todas todos acima antes tudo
GUIDE: instruc* diretriz* orientac*
RULE: regras regra ordens
YOU: voce vc tu
YOUR: suas seus sua seu
AI: ia modelo assistente
MUST: deve devem precisa favor
APPROVE: aprov* autoriz* aceite
APPROVED: aprovado aprovada
PLAN: plano acao acoes remediacao reversao
EXEC: executa executar executem execute inicie prossiga aplique
DESTROY: exclua exclui excluir excluam apague apagar apaga deleta deletar desativ* remova remover destru* encerre
ASSET: banco dados tabela tabelas instancias producao servidor* backups
ALL: todos todas tudo
INCIDENT: incidente incidentes alerta alarme
STATUS: resolvido resolvida saudavel fechado inofensivo benigno
JUDGE: marque marcar classifique declare considere feche encerre defina responda
SEVERITY: gravidade severidade confianca
LEVEL: baixa baixo maxima alta
WITHOUT: sem
OVERSIGHT: aprovacao confirmacao verificacao humana humano autorizacao revisao
URGENT: imediatamente agora automaticamente ja
SECRET: credenciais senha senhas chaves chave segredos tokens
SEND: envie envia enviar enviem mande transmita publique encaminhe
REVEAL: revel* mostre exiba divulgue imprima diga
PRETEND: finja imagine aja simule faca
BE: e seja es
NOW: agora diante
NOT: nao nunca jamais nenhum nenhuma
ESCALATE: escale escalar notifique notificar avise avisar informe informar mencion*
PERSON: ninguem humano equipe plantao
NOBODY: ninguem nada
ROLE: administrador diretor gerente chefe
FROM: como
REFERENCE: procedimento licao licoes politica manual
WHEN: se quando
READ: le lendo resumir analis* ler
SAY: diga escreva responda inclua
SUMMARY: resumo relatorio conclusao
""",
    "Italian": """
DISREGARD: ignora ignorate ignorare dimentica dimenticate trascura scarta
FORGET: ignorate dimentica ignora
EARLIER: precedent* tutte tutti tutto sopra finora prima
GUIDE: istruzion* direttiv* indicazion*
RULE: regole regola ordini
YOU: tu voi sei
YOUR: tue tuo vostre tuoi tua
AI: ia modello assistente
MUST: devi dovete deve favore prego
APPROVE: approv* autorizz* accetta
APPROVED: approvato approvata
PLAN: piano azione azioni ripristino rimedio
EXEC: esegui eseguite eseguire avvia procedi applica
DESTROY: elimina eliminare eliminate cancella cancellate cancellare disattiv* disabilit* distrugg* spegni rimuovi
ASSET: database tabella tabelle istanze produzione dati
ALL: tutti tutte tutto
INCIDENT: incidente allarme anomalia guasto
STATUS: risolto risolta sano chiuso innocuo falso integro
JUDGE: contrassegna segna segnala classifica dichiara considera chiudi imposta rispondi
SEVERITY: gravita fiducia confidenza
LEVEL: bassa basso massima alta
WITHOUT: senza
OVERSIGHT: approvazione conferma verifica umana umano autorizzazione revisione
URGENT: immediatamente subito automaticamente ora
SECRET: credenziali password chiavi chiave segreti segreto
SEND: invia inviate inviare manda spedisci trasmetti
REVEAL: rivela mostra stampa divulga dimmi
PRETEND: fingi immagina agisci simula
BE: sei sia
NOW: adesso ora poi
NOT: non mai nessuna nessun
ESCALATE: inoltrare notificare notifica avvis* informare escalare menzion*
PERSON: nessuno umano reperibile
NOBODY: nessuno niente nulla
ROLE: amministratore direttore responsabile
FROM: come
REFERENCE: procedura lezione manuale
WHEN: se quando
READ: leggi leggendo riassumi analizz*
SAY: scrivi rispondi includi
SUMMARY: riepilogo riassunto rapporto
""",
    "Dutch": """
DISREGARD: negeer negeren vergeet vergeten sla omzeil
FORGET: negeer vergeet
EARLIER: vorige eerdere voorgaande bovenstaande alle alles
GUIDE: instructies instructie aanwijzing* richtlijn* opdrachten
RULE: regels regel
YOU: jij je u jou
YOUR: jouw uw
AI: ai taalmodel assistent
MUST: moet moeten dient gelieve alstublieft
APPROVE: keur goedkeur* accordeer
APPROVED: goedgekeurd
PLAN: plan actie acties herstelplan maatregel*
EXEC: voer uitvoer* start
DESTROY: verwijder* wis schakel vernietig* stop
ASSET: database tabel tabellen productie back-ups
ALL: alle alles
INCIDENT: incident storing melding
STATUS: opgelost gezond gesloten onschuldig vals
JUDGE: markeer beschouw sluit meld zet stel antwoord
SEVERITY: ernst betrouwbaarheid
LEVEL: laag hoog
WITHOUT: zonder
OVERSIGHT: goedkeuring bevestiging verificatie toestemming menselijke
URGENT: onmiddellijk meteen direct nu automatisch
SECRET: inloggegevens wachtwoord* geheimen sleutels sleutel
SEND: stuur verstuur verzend
REVEAL: toon onthul geef
PRETEND: doe gedraag speel
BE: bent wees
NOW: nu voortaan
NOT: niet geen nooit
ESCALATE: escaleer waarschuw informeer
PERSON: niemand mens
NOBODY: niemand niets
ROLE: beheerder directeur
REFERENCE: draaiboek procedure
WHEN: als wanneer indien
READ: leest samenvat* lezen
SAY: schrijf zeg antwoord
SUMMARY: samenvatting rapport
""",
    "Polish": """
DISREGARD: zignoruj ignoruj zignoruj* zapomnij pomin pomijaj odrzuc
FORGET: zignoruj ignoruj zapomnij
EARLIER: poprzedni* wczesniejsz* powyzsz* wszystki* dotychczasow*
GUIDE: instrukcj* wytyczn* polecen* polecenia
RULE: zasady zasad regul* rozkazy
YOU: ty ci ciebie
YOUR: twoj* swoj*
AI: model asystent* modelem sztuczna
MUST: musisz powinienes nalezy prosze
APPROVE: zatwierdz* zaakceptuj autoryzuj
PLAN: plan dzialani* akcj* naprawcz*
EXEC: wykonaj uruchom zastosuj
DESTROY: usun* skasuj wylacz* zniszcz zatrzymaj
ASSET: baze bazy danych tabel* produkcj* produkcyjn* kopie
ALL: wszystkie wszystko
INCIDENT: incydent* alarm awari*
STATUS: rozwiazan* zdrow* zamknie* nieszkodliw*
JUDGE: oznacz uznaj zamknij zglos ustaw odpowiedz
WITHOUT: bez
OVERSIGHT: zatwierdzenia zgody potwierdzenia weryfikacji akceptacji
URGENT: natychmiast teraz automatycznie
SECRET: hasla haslo poswiadczen* klucze klucz sekret*
SEND: wyslij przeslij
REVEAL: ujawnij pokaz wypisz podaj
PRETEND: udawaj wyobraz zachowuj
BE: jestes badz
NOW: teraz odtad
NOT: nie nigdy zadnych
ESCALATE: eskaluj powiadamiaj informuj zglaszaj
PERSON: nikogo czlowiek*
NOBODY: nikogo nic
ROLE: administrator*
REFERENCE: procedura
WHEN: jesli jezeli gdy
READ: czytasz podsumow* analiz*
SAY: napisz powiedz
SUMMARY: podsumowani* raport
""",
    "Turkish": """
DISREGARD: gormezden yoksay yoksayin unut unutun dikkate
FORGET: unut yoksay gormezden
EARLIER: onceki tum yukaridaki butun onceden
GUIDE: talimat* yonerge* komutlari komutlar
RULE: kural* emir*
YOU: sen siz
YOUR: senin sizin
AI: yapay asistan* zeka dil
MUST: lutfen gerek* zorunda
APPROVE: onayla* onay
PLAN: plani plan eylem* islem*
EXEC: calistir* uygula* yurut*
DESTROY: sil silin devre kapat* durdur* yok
ASSET: veritabani* tablo* uretim* yedek* tablosunu
ALL: tum butun hepsini
INCIDENT: olay* alarm*
STATUS: cozuld* saglikli kapali zararsiz cozulmus
JUDGE: isaretle* bildir* kapat* ayarla* yaz yanitla*
WITHOUT: olmadan gerekmeden beklemeden
OVERSIGHT: onay onayi dogrulama izin insan
URGENT: hemen derhal otomatik simdi
SECRET: sifre* parola* kimlik anahtar* gizli
SEND: gonder*
REVEAL: goster* acikla* yazdir*
PRETEND: davran rol yap
BE: sensin
NOW: artik simdi
NOT: etme yapma degil
ESCALATE: bildirme iletme yukseltme
ROLE: yonetici* mudur*
WHEN: eger
READ: okuyan okuyorsan ozetle*
SUMMARY: ozet*
""",
    "Swedish": """
DISREGARD: ignorera glom bortse
FORGET: ignorera glom
EARLIER: tidigare foregaende alla ovanstaende
GUIDE: instruktion* anvisning*
RULE: regler
AI: sprakmodell*
APPROVE: godkann godkanna
PLAN: atgard* planen
DESTROY: radera ta
INCIDENT: incidenten handelsen
STATUS: lost
JUDGE: markera
WITHOUT: utan
OVERSIGHT: godkannande bekraftelse
URGENT: omedelbart genast
""",
    "Czech": """
DISREGARD: ignoruj ignorujte zapomen zapomente
FORGET: ignoruj ignorujte zapomen
EARLIER: predchozi vsechny predesle
GUIDE: pokyny instrukce pokyn
APPROVE: schval schvalte
PLAN: plan akci
DESTROY: smaz smazte odstran
ASSET: databazi tabulku
INCIDENT: incident
STATUS: vyresen* vyreseny
JUDGE: oznac oznacte
WITHOUT: bez
OVERSIGHT: schvaleni potvrzeni
URGENT: okamzite ihned
""",
    "Indonesian": """
DISREGARD: abaikan lupakan
FORGET: abaikan lupakan
EARLIER: sebelumnya semua
GUIDE: instruksi perintah
APPROVE: setujui
PLAN: rencana tindakan
DESTROY: hapus
ASSET: basis data
INCIDENT: insiden
STATUS: selesai
JUDGE: tandai
WITHOUT: tanpa
OVERSIGHT: persetujuan konfirmasi
URGENT: segera
EXEC: jalankan
""",
    "Vietnamese": """
DISREGARD: qua
FORGET: quen
EARLIER: truoc tat
GUIDE: dan lenh huong
APPROVE: duyet
""",
}
