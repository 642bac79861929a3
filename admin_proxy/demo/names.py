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
    Marcus, Wesley, Tessa
  Bennett, Carter, Fletcher, Hughes, Kingsley, Lawson, Marlowe, Nash, Okafor-Reid, Pemberton, Quinn, Rhodes,
    Sinclair, Thornton, Underwood, Whitaker, O'Connell, McAllister
german
  Anneliese, Jürgen=juergen, Käthe=kaethe, Björn=bjoern, Lena, Günther=guenther, Maximilian, Friederike, Jörg=joerg,
    Sabine, Matthäus=matthaeus, Tilda
  Müller=mueller, Schäfer=schaefer, Weiß, Groß, Krämer=kraemer, Böhm=boehm, Zoeller, Köhler=koehler, Vogel,
    Hoffmann, Lüdtke=luedtke, Steinmeier
french
  Élodie, François, Chloé, Jérôme, Maëlle, Théo, Hélène, Benoît, Inès, Loïc, Séverine, Gaëtan
  Lefèvre, Dubois, Béranger, Garçon, Hervé, Moreau, Rousseau, Gagné, Chevalier, Fontaine, Prévost, Noël
spanish
  Lucía, José, Begoña, Andrés, Inés, Álvaro, Martín, Sofía, Íñigo, Ximena, Joaquín, Pilar
  Muñoz, García, Ibáñez, Peña, Núñez, Domínguez, Castaño, Vázquez, Quiñones, Herrera, Cárdenas, Rincón
portuguese
  João, Inês, Conceição, Tomás, Luísa, Vítor, Débora, Caetano, Marília, Otávio
  Gonçalves, Araújo, Magalhães, Simões, Brandão, Teixeira, Falcão, Assunção, Moraes, Queirós
italian
  Niccolò, Giulia, Matteo, Chiara, Desirée, Lorenzo, Beatrice, Raffaele, Ludovica, Tommaso
  Esposito, Ricci, Forlì, D'Angelo, Lo Presti, Conti, Santorò, Bellini, Galli, De Luca
polish
  Małgorzata, Łukasz, Agnieszka, Paweł, Żaneta, Stanisław, Kinga, Michał, Bożena, Grzegorz
  Wójcik, Kowalczyk, Gołąb, Piątek, Król, Świątek, Żak, Bąk, Kołodziej, Łyko
czech
  Žofie, Jiří, Kateřina, Ondřej, Růžena, Šimon, Tereza, Bořivoj, Anežka, Matěj
  Krejčí, Kočí, Janů, Petrů, Martinů, Stachů, Matějů, Přikryl, Jirků, Pavlů
nordic
  Åsa, Søren, Bjørn, Sigrún, Linnéa, Þórdís=thordis, Jørgen, Märta, Håkon, Freyja, Östen, Ægir
  Åkesson, Nørgaard, Sjöberg, Bjørnstad, Blöndal, Lindström, Hægland, Ångström, Østby,
    Mäkelä, Korhonen, Virtanen
turkish
  Ayşe, Çağla, Ömer, Gökhan, Işıl, Şule, Emre, Defne, Burak, Elif
  Yılmaz, Öztürk, Çelik, Şahin, Güneş, Doğan, Aydın, Koç, Erdoğmuş, Kılıç
hungarian
  Zoltán, Ágnes, Győző, Réka, Ferenc, Csilla, Örs, Boglárka
  Szabó, Nagy, Kővári, Tóth, Fülöp, Zöld, Horváth, Őry
vietnamese
  Thị Hương, Minh Đức, Ngọc Ánh, Quốc Bảo, Phương Thảo, Văn Hùng, Thùy Linh, Tuấn Kiệt
  Nguyễn, Trần, Phạm, Đặng, Huỳnh, Võ, Bùi, Đỗ
yoruba
  Olúwaṣeun, Adébáyọ̀, Títílayọ̀, Ìyábọ̀, Babátúndé, Fọláṣadé, Chidi, Ngozi
  Adéyẹmí, Ọládàpọ̀, Akínwándé, Okonkwo, Ẹniọlá, Balógun, Eze, Ògúnlẹ́sì
greek
  Ελένη=eleni, Γιώργος=giorgos, Κατερίνα=katerina, Δημήτρης=dimitris, Σοφία=sofia, Νίκος=nikos
  Οικονόμου=oikonomou, Βασιλείου=vasileiou, Γεωργίου=georgiou, Ιωάννου=ioannou, Νικολάου=nikolaou,
    Αντωνίου=antoniou
ukrainian
  Оксана=oksana, Тарас=taras, Соломія=solomiia, Богдан=bohdan, Ганна=hanna, Юрій=yurii, Зоряна=zoriana
  Шевченко=shevchenko, Коваленко=kovalenko, Лисенко=lysenko, Гриценко=hrytsenko, Мельник=melnyk, Щербак=shcherbak
arabic
  ليلى=layla, عمر=omar, فاطمة=fatima, يوسف=youssef, زينب=zaynab, خالد=khaled
  الحداد=alhaddad, منصور=mansour, الخوري=alkhoury, درويش=darwish, العطار=alattar, سليمان=sleiman
hebrew
  נועה=noa, איתן=eitan, תמר=tamar, יונתן=yonatan, שירה=shira
  לוי=levi, כהן=cohen, פרידמן=friedman, ברק=barak, אלון=alon
hindi
  आरव=aarav, प्रिया=priya, रोहन=rohan, अनन्या=ananya, विक्रम=vikram, मीरा=meera, सिद्धार्थ=siddharth
  शर्मा=sharma, पटेल=patel, अय्यर=iyer, देशपांडे=deshpande, बनर्जी=banerjee, राव=rao
indian
  Meera, Siddharth, Kavya, Arjun, Lakshmi, Nikhil, Devika, Farhan, Gurpreet, Ishaan
  Chatterjee, Krishnamurthy, Banerjee, Nair, Kapoor, Subramaniam, D'Souza, Reddy, Gill, Menon
japanese
  さくら=sakura, 健太=kenta, 美咲=misaki, 翔=sho, 陽子=yoko, 大輔=daisuke, 直美=naomi
  山田=yamada, 佐藤=sato, 鈴木=suzuki, 高橋=takahashi, 渡辺=watanabe, 小林=kobayashi
chinese
  伟=wei, 秀英=xiuying, 明=ming, 丽=li, 建国=jianguo, 晓燕=xiaoyan, 子涵=zihan
  王=wang, 李=li, 张=zhang, 陈=chen, 欧阳=ouyang, 赵=zhao
korean
  지우=jiwoo, 민준=minjun, 서연=seoyeon, 현우=hyunwoo, 수진=sujin
  김=kim, 박=park, 최=choi, 정=jung, 강=kang
"""
"""A language, its given names, its family names."""


def _read(lists: str) -> Iterator[tuple[str, Names]]:
    joined = lists.replace("\n    ", " ").strip().splitlines()
    for language, given, family in zip(joined[::3], joined[1::3], joined[2::3], strict=True):
        yield language, Names(_names(given), _names(family))


NAMES = dict(_read(_LISTS))
