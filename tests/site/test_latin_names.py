"""Chinese names in Latin letters: a place, a name of its own, and the words every firm is made of, each a word."""

import pytest

from troth_site.names import latin


@pytest.mark.parametrize(
    ("name", "reads"),
    [
        ("东莞市信泰五金制品有限公司", "Dongguan Shi Xintai Wujin Zhipin Youxian Gongsi"),
        ("广东省佛山市启明五金有限公司", "Guangdong Sheng Foshan Shi Qiming Wujin Youxian Gongsi"),
        ("石家庄市华北纺织集团有限责任公司", "Shijiazhuang Shi Huabei Fangzhi Jituan Youxian Zeren Gongsi"),
        ("重庆长安汽车零部件有限公司", "Chongqing Changan Qiche Lingbujian Youxian Gongsi"),
        ("宁波（北仑）海天机械厂", "Ningbo Beilun Haitian Jixiechang"),
        ("深圳市ABC电子科技有限公司", "Shenzhen Shi ABC Dianzi Keji Youxian Gongsi"),
        ("家乐超市有限公司", "Jiale Chaoshi Youxian Gongsi"),
        ("林晓梅", "Linxiaomei"),
        ("欧阳小红", "Ouyang Xiaohong"),
        ("李", "Li"),
        ("Acme", ""),
    ],
)
def test_name_is_read_word_by_word(name, reads):
    assert latin(name) == reads
