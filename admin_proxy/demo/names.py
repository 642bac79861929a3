"""Names as people have them: of many languages, with their accents and in their scripts.

Where a name is not written in Latin letters, the way its bearer would spell it in an e-mail address follows after `=`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from admin_proxy.folding import fold


@dataclass(frozen=True, slots=True)
class Name:
    written: str
    spelled: str
    """In the lower-case letters of an e-mail address."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one language: any of `given` goes with any of `family`."""

    given: tuple[Name, ...]
    family: tuple[Name, ...]


def name(text: str) -> Name:
    """`Łukasz` is spelled `lukasz`; `山田=yamada` says how."""
    written, _, spelled = text.partition("=")
    return Name(written, "".join(letter for letter in spelled or fold(written) if letter.isalnum()))


def _names(text: str) -> tuple[Name, ...]:
    return tuple(name(part.strip()) for part in text.split(","))


_LISTS = """
english
  Olivia, Amelia, Grace, Hazel, Imogen, Ruby, Naomi, Abigail, Oliver, Henry, Jack, Theodore, Callum, Declan, Isaac,
    Marcus, Wesley, Tessa, Beatrix, Caleb, Charlotte, Conor, Eleanor, Ethan, Fiona, Gareth, Harriet, Ian, Jasmine,
    Kieran, Lydia, Malcolm, Nora, Philippa, Rupert, Sloane, Tobias, Violet, Winston
  Bennett, Carter, Fletcher, Hughes, Kingsley, Lawson, Marlowe, Nash, Okafor-Reid, Pemberton, Quinn, Rhodes, Sinclair,
    Thornton, Underwood, Whitaker, O'Connell, McAllister, Abernathy, Ashworth, Blackwood, Cavanagh, Dunmore, Eastwood,
    Fairbanks, Galloway, Hawthorne, Ingram, Jennings, Kirkpatrick, Langford, Montgomery, Norwood, O'Sullivan,
    Prescott, Radcliffe, Stewart-Mackenzie, Tremblay, Vance, Wetherby, Featherstonehaugh, Ng
german
  Anneliese, Jürgen=juergen, Käthe=kaethe, Björn=bjoern, Lena, Günther=guenther, Maximilian, Friederike, Jörg=joerg,
    Sabine, Matthäus=matthaeus, Tilda, Anke, Bärbel=baerbel, Dietrich, Elke, Florian, Gesine, Heinrich, Ilse, Jannik,
    Karl-Heinz, Lieselotte, Moritz, Niklas, Ottilie, Rüdiger=ruediger, Svenja, Ulrike, Wolfgang
  Müller=mueller, Schäfer=schaefer, Weiß, Groß, Krämer=kraemer, Böhm=boehm, Zoeller, Köhler=koehler, Vogel, Hoffmann,
    Lüdtke=luedtke, Steinmeier, Bergmann, Dörfler=doerfler, Eichhorn, Fröhlich=froehlich, Göttsche=goettsche,
    Hübner=huebner, Jäger=jaeger, Kühn=kuehn, Freytag-Loringhausen, Möller=moeller, Nußbaumer=nussbaumer,
    Pfeiffer, Quandt, Rößler=roessler, Schwarzenbacher, Trautmann, Übermuth=uebermuth, von der Lindenau-Weißenfels,
    Wüst=wuest, Zimmermann
french
  Élodie, François, Chloé, Jérôme, Maëlle, Théo, Hélène, Benoît, Inès, Loïc, Séverine, Gaëtan, Amélie, Bénédicte,
    Céline, Déborah, Émile, Fabrice, Geneviève, Honoré, Jean-Baptiste, Léa, Mathéo, Océane, Pénélope, Raphaël,
    Sébastien, Thérèse, Zélie
  Lefèvre, Dubois, Béranger, Garçon, Hervé, Moreau, Rousseau, Gagné, Chevalier, Fontaine, Prévost, Noël, Aubert,
    Besançon, Courtois, Desprès, Étienne, Forêt, Girard, L'Hôpital, Lacroix, Mérimée, Œuvrard=oeuvrard, Périgord,
    Rémy, Saint-Exupéry, Thévenin, Vallée, de La Roche-Guyon
spanish
  Lucía, José, Begoña, Andrés, Inés, Álvaro, Martín, Sofía, Íñigo, Ximena, Joaquín, Pilar, Aránzazu, Belén, Cayetana,
    Damián, Esteban, Fermín, Guadalupe, Héctor, Jesús, Lourdes, María del Carmen, Nicolás, Óscar, Raúl, Soledad,
    Tomás, Verónica
  Muñoz, García, Ibáñez, Peña, Núñez, Domínguez, Castaño, Vázquez, Quiñones, Herrera, Cárdenas, Rincón,
    Álvarez de Toledo, Benítez, Córdoba, Echevarría, Fernández, Güell, Hernández, Iturriaga, Jiménez, López, Martínez,
    Ordóñez, Pérez, Quintanilla, Rodríguez, Sáez, Urquiza, Zúñiga
portuguese
  João, Inês, Conceição, Tomás, Luísa, Vítor, Débora, Caetano, Marília, Otávio, Álvaro, Beatriz, Cecília, Duarte,
    Élia, Flávio, Graça, Hélder, Júlia, Leonor, Mécia, Rui
  Gonçalves, Araújo, Magalhães, Simões, Brandão, Teixeira, Falcão, Assunção, Moraes, Queirós, Abrantes, Bragança,
    Carvalho, Damião, Estevão, Figueirêdo, Guimarães, Leitão, Mourão, Nóbrega, Peixoto, Sá, Vasconcelos
italian
  Niccolò, Giulia, Matteo, Chiara, Desirée, Lorenzo, Beatrice, Raffaele, Ludovica, Tommaso, Alessandro, Benedetta,
    Cosimo, Eleonora, Fabrizio, Ginevra, Ilaria, Leonardo, Nicolò, Serafina
  Esposito, Ricci, Forlì, D'Angelo, Lo Presti, Conti, Santorò, Bellini, Galli, De Luca, Acciaiuoli, Bianchi, Caruso,
    Dell'Acqua, Ferrari, Lombardi, Montefiore, Pellegrini, Quattrocchi, Zanella
polish
  Małgorzata, Łukasz, Agnieszka, Paweł, Żaneta, Stanisław, Kinga, Michał, Bożena, Grzegorz, Bartłomiej, Dorota,
    Elżbieta, Franciszek, Halina, Jędrzej, Krzysztof, Lucyna, Mieczysław, Róża, Zdzisława
  Wójcik, Kowalczyk, Gołąb, Piątek, Król, Świątek, Żak, Bąk, Kołodziej, Łyko, Brzęczyszczykiewicz, Chmielewski,
    Dąbrowski, Grzybowski, Jabłoński, Kaźmierczak, Lewandowski, Mazurek, Nowakowski, Śliwiński, Źródłowski
czech
  Žofie, Jiří, Kateřina, Ondřej, Růžena, Šimon, Tereza, Bořivoj, Anežka, Matěj, Adéla, Bohumil, Čeněk, Dušan, Eliška,
    Jindřich, Libuše, Přemysl, Radim, Štěpánka, Věra, Zdeněk
  Krejčí, Kočí, Janů, Petrů, Martinů, Stachů, Matějů, Přikryl, Jirků, Pavlů, Bartoš, Čermák, Dvořák, Fiala, Hruška,
    Kratochvíl, Mašek, Němec, Říhová, Šťastný, Vlček, Žižka
nordic
  Åsa, Søren, Bjørn, Sigrún, Linnéa, Þórdís=thordis, Jørgen, Märta, Håkon, Freyja, Östen, Ægir, Astrid, Bengt, Dagný,
    Eivind, Gunnar, Hjördís, Ingrid, Jón, Kjell, Liv, Njål, Ragnhild, Sólveig, Torbjörn, Ylva
  Åkesson, Nørgaard, Sjöberg, Bjørnstad, Blöndal, Lindström, Hægland, Ångström, Østby, Mäkelä, Korhonen, Virtanen, Å,
    Bergqvist, Dalgaard, Eriksen, Fjellstad, Guðmundsdóttir, Hjorth, Jónsson, Knudsen, Löfgren, Magnúsdóttir, Nyström,
    Ödegaard, Rasmussen, Söderström, Þorvaldsdóttir=thorvaldsdottir, Wikström
turkish
  Ayşe, Çağla, Ömer, Gökhan, Işıl, Şule, Emre, Defne, Burak, Elif, Ahmet, Büşra, Cem, Gülşah, İbrahim=ibrahim, Kübra,
    Özge, Tuğçe, Umut
  Yılmaz, Öztürk, Çelik, Şahin, Güneş, Doğan, Aydın, Koç, Erdoğmuş, Kılıç, Akgündüz, Bağcı, Çakıroğlu, Demir, Ersoy,
    Gümüş, Karaosmanoğlu, Özdemir, Türkmen, Üstün
hungarian
  Zoltán, Ágnes, Győző, Réka, Ferenc, Csilla, Örs, Boglárka, Árpád, Béla, Dóra, Enikő, Gergő, Ildikó
  Szabó, Nagy, Kővári, Tóth, Fülöp, Zöld, Horváth, Őry, Bíró, Csíkszentmihályi, Erdős, Gyöngyösi, Kőszegi, Lőrincz
vietnamese
  Thị Hương, Minh Đức, Ngọc Ánh, Quốc Bảo, Phương Thảo, Văn Hùng, Thùy Linh, Tuấn Kiệt, Bích Ngọc, Đình Phúc, Hải Yến,
    Khánh Vy, Như Quỳnh, Trung Hiếu
  Nguyễn, Trần, Phạm, Đặng, Huỳnh, Võ, Bùi, Đỗ, Dương, Hồ, Lê, Lý, Ngô, Vũ
yoruba
  Olúwaṣeun, Adébáyọ̀, Títílayọ̀, Ìyábọ̀, Babátúndé, Fọláṣadé, Chidi, Ngozi, Adaeze, Chukwuemeka, Ẹbùn, Fẹ́mi, Ifeoma,
    Kẹ́hìndé, Olúfúnmiláyọ̀, Tèmítọ́pẹ́
  Adéyẹmí, Ọládàpọ̀, Akínwándé, Okonkwo, Ẹniọlá, Balógun, Eze, Ògúnlẹ́sì, Adéṣínà, Chukwu, Ìbítóyè, Nwachukwu-Okeke,
    Obianuju, Ọlátúnjí, Ṣóyínká, Uzoma
greek
  Ελένη=eleni, Γιώργος=giorgos, Κατερίνα=katerina, Δημήτρης=dimitris, Σοφία=sofia, Νίκος=nikos, Αθηνά=athina,
    Βασίλης=vasilis, Ευάγγελος=evangelos, Θεοδώρα=theodora, Παναγιώτης=panagiotis, Χρυσάνθη=chrysanthi
  Οικονόμου=oikonomou, Βασιλείου=vasileiou, Γεωργίου=georgiou, Ιωάννου=ioannou, Νικολάου=nikolaou, Αντωνίου=antoniou,
    Αλεξόπουλος=alexopoulos, Δημητρακοπούλου=dimitrakopoulou, Καραγιάννης=karagiannis, Μακρής=makris,
    Παπαδοπούλου=papadopoulou, Παπαχαραλαμπόπουλος=papacharalampopoulos
ukrainian
  Оксана=oksana, Тарас=taras, Соломія=solomiia, Богдан=bohdan, Ганна=hanna, Юрій=yurii, Зоряна=zoriana,
    Анастасія=anastasiia, Володимир=volodymyr, Злата=zlata, Мар'яна=mariana, Олександр=oleksandr, Ярослава=yaroslava
  Шевченко=shevchenko, Коваленко=kovalenko, Лисенко=lysenko, Гриценко=hrytsenko, Мельник=melnyk, Щербак=shcherbak,
    Бондаренко=bondarenko, Вишневський=vyshnevskyi, Данилюк=danyliuk, Кравчук=kravchuk, Ткаченко=tkachenko,
    Яковенко=yakovenko
arabic
  ليلى=layla, عمر=omar, فاطمة=fatima, يوسف=youssef, زينب=zaynab, خالد=khaled, أحمد=ahmad, سارة=sara, مريم=maryam,
    حسن=hasan, نور الدين=noureddine, هدى=huda
  الحداد=alhaddad, منصور=mansour, الخوري=alkhoury, درويش=darwish, العطار=alattar, سليمان=sleiman, البيطار=albitar,
    حجازي=hijazi, عبد الرحمن=abdulrahman, القاضي=alqadi, ناصر=nasser, زيدان=zaidan
hebrew
  נועה=noa, איתן=eitan, תמר=tamar, יונתן=yonatan, שירה=shira, אורי=uri, דניאל=daniel, מיכל=michal, רחל=rachel
  לוי=levi, כהן=cohen, פרידמן=friedman, ברק=barak, אלון=alon, בן דוד=bendavid, גולדשטיין=goldstein, מזרחי=mizrahi,
    שפירא=shapira
hindi
  आरव=aarav, प्रिया=priya, रोहन=rohan, अनन्या=ananya, विक्रम=vikram, मीरा=meera, सिद्धार्थ=siddharth, अमित=amit,
    काव्या=kavya, नेहा=neha, राजेश=rajesh, सुनीता=sunita, हरीश=harish
  शर्मा=sharma, पटेल=patel, अय्यर=iyer, देशपांडे=deshpande, बनर्जी=banerjee, राव=rao, अग्रवाल=agrawal,
    कुलकर्णी=kulkarni, गुप्ता=gupta, चतुर्वेदी=chaturvedi, मिश्रा=mishra, सिंह=singh
indian
  Meera, Siddharth, Kavya, Arjun, Lakshmi, Nikhil, Devika, Farhan, Gurpreet, Ishaan, Ananya, Balakrishnan, Charulatha,
    Dhruv, Harshvardhan, Janaki, Manjunath, Padmavathi, Rohan, Tanvi, Venkatanarasimharaju
  Chatterjee, Krishnamurthy, Banerjee, Nair, Kapoor, Subramaniam, D'Souza, Reddy, Gill, Menon, Ahluwalia,
    Bhattacharya, Chidambaram, Deshmukh, Gopalakrishnan, Iyengar, Jayawardene, Mukherjee, Pillai, Ramanathan,
    Thiruvananthapuram, Venkateswaran
japanese
  さくら=sakura, 健太=kenta, 美咲=misaki, 翔=sho, 陽子=yoko, 大輔=daisuke, 直美=naomi, あかり=akari, 恵=megumi,
    拓也=takuya, 蓮=ren, 結衣=yui
  山田=yamada, 佐藤=sato, 鈴木=suzuki, 高橋=takahashi, 渡辺=watanabe, 小林=kobayashi, 伊藤=ito, 加藤=kato,
    吉田=yoshida, 斎藤=saito,
    長谷川=hasegawa, 五十嵐=igarashi
chinese
  伟=wei, 秀英=xiuying, 明=ming, 丽=li, 建国=jianguo, 晓燕=xiaoyan, 子涵=zihan, 芳=fang, 志强=zhiqiang, 雪梅=xuemei,
    浩然=haoran,
    思远=siyuan, 静=jing
  王=wang, 李=li, 张=zhang, 陈=chen, 欧阳=ouyang, 赵=zhao, 刘=liu, 杨=yang, 黄=huang, 周=zhou, 吴=wu, 司马=sima,
    诸葛=zhuge
korean
  지우=jiwoo, 민준=minjun, 서연=seoyeon, 현우=hyunwoo, 수진=sujin, 은지=eunji, 도윤=doyun, 하은=haeun, 성민=sungmin,
    예린=yerin
  김=kim, 박=park, 최=choi, 정=jung, 강=kang, 조=cho, 윤=yoon, 장=jang, 임=lim, 한=han, 황보=hwangbo
"""
"""A language, its given names, its family names."""


def _read(lists: str) -> Iterator[tuple[str, Names]]:
    joined = lists.replace("\n    ", " ").strip().splitlines()
    for language, given, family in zip(joined[::3], joined[1::3], joined[2::3], strict=True):
        yield language, Names(_names(given), _names(family))


NAMES = dict(_read(_LISTS))
